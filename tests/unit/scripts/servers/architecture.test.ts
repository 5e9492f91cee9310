import test from 'ava';
import { UserError } from '../../../../scripts/messages/user-error.ts';
import { getArchitecture } from '../../../../scripts/servers/architecture.ts';

test('both processors have their own triplet and loader', (t) => {
  t.like(getArchitecture('x64'), { name: 'amd64', triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' });
  t.like(getArchitecture('arm64'), { name: 'arm64', triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' });
});

test('another processor is an error that says what to do', (t) => {
  t.throws(() => getArchitecture('riscv64'), { instanceOf: UserError, message: /riscv64.*LAB_MYSQLD/ });
});
