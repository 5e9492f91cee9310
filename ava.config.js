// `npm test` compiles all tests at once (tests/compile.ts); tsx compiles a single one for `npx ava FILE`.
const isCompiled = process.env.TESTS_ARE_COMPILED === '1';

export default {
  extensions: { ts: 'module', mjs: true },
  nodeArguments: isCompiled ? [] : ['--import=tsx'],
  // tsx keeps compiled code in a temporary folder that other users can make before it does.
  environmentVariables: { TSX_DISABLE_CACHE: '1' },
  workerThreads: false,
  timeout: '3m',
};
