export default {
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  // tsx keeps compiled code in a temporary folder that other users can make before it does.
  environmentVariables: { TSX_DISABLE_CACHE: '1' },
  workerThreads: false,
  timeout: '3m',
};
