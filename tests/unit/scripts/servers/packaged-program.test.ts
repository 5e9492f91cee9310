import test from 'ava';
import { getArchitecture } from '../../../../scripts/servers/architecture.ts';
import { packagedProgram } from '../../../../scripts/servers/packaged-program.ts';
import { commandLine, plainProgram } from '../../../../scripts/servers/program.ts';
import { core } from './core-programs.ts';

const options = { folder: '/a b/cache', architecture: getArchitecture('x64'), version: '9.7.4' };

test('mysqld is started by its own loader, the first argument stays first and the fixed options come last', (t) => {
  const [command, ...args] = commandLine(packagedProgram(core.mysqld, options), ['--defaults-file=/x', '--port=1']);
  t.is(command, '/a b/cache/lib/ld-linux-x86-64.so.2');
  t.deepEqual(args.slice(0, 5), [
    '--library-path',
    '/a b/cache/lib',
    '/a b/cache/bin/mysqld',
    '--defaults-file=/x',
    '--port=1',
  ]);
  t.true(args.indexOf('--plugin-dir=/a b/cache/lib/plugin') > args.indexOf('--port=1'));
});

test('haproxy is given a name by which it can execute itself anew', (t) => {
  const { before } = packagedProgram(core.haproxy, options);
  t.deepEqual(before.slice(0, 2), ['--argv0', '/a b/cache/bin/start-haproxy']);
});

test('on arm64 the loader is another one', (t) => {
  const program = packagedProgram(core.mysql, { ...options, architecture: getArchitecture('arm64') });
  t.is(program.command, '/a b/cache/lib/ld-linux-aarch64.so.1');
});

test("a program of the machine's own is started by its path", (t) => {
  const program = plainProgram('/usr/sbin/haproxy', { version: '3.0.1', origin: 'machine' });
  t.deepEqual(commandLine(program, ['-v']), ['/usr/sbin/haproxy', '-v']);
});
