import test from 'ava';
import { parseCommandLine, splitWords } from '../../../../scripts/cli/command-line.ts';
import { UserError } from '../../../../scripts/messages/user-error.ts';

const splits = test.macro<[string[], object]>({
  exec: (t, words, expected) => t.like(splitWords(words), expected),
  title: (_, words) => `"${words.join(' ')}" is taken apart`,
});
test(splits, ['kill', 'mysql-2'], { target: 'local', name: 'kill', rest: ['mysql-2'] });
test(splits, ['--target', 'vagrant', 'kill', 'mysql-2'], { target: 'vagrant', name: 'kill', rest: ['mysql-2'] });
test(splits, ['kill', 'mysql-2', '--target=ssh'], { target: 'ssh', name: 'kill', rest: ['mysql-2'] });
test(splits, ['kill', '--target', 'local', 'mysql-2'], { target: 'local', name: 'kill', rest: ['mysql-2'] });

test('an unknown target is answered by the nearest', (t) => {
  const error = t.throws(() => splitWords(['--target', 'vagrnt', 'status']), { instanceOf: UserError });
  t.is(error?.next, 'did you mean --target vagrant?');
});

test('what a command takes is read once', async (t) => {
  const { name, args } = await parseCommandLine(splitWords(['logs', 'mysql-1', '--lines', '5', '-f']));
  t.is(name, 'logs');
  t.like(args, { name: 'mysql-1', lines: '5', follow: true });
});

test('an unknown command is answered by the nearest', async (t) => {
  const error = await t.throwsAsync(parseCommandLine(splitWords(['statsu'])), { instanceOf: UserError });
  t.is(error?.message, 'There is no command "statsu"; nothing was done');
  t.regex(error?.next ?? '', /^did you mean \.\/lab status\?/);
});

test('an unknown option is answered by the nearest before a machine is asked', async (t) => {
  const words = splitWords(['--target', 'ssh', 'logs', '--folow']);
  const error = await t.throwsAsync(parseCommandLine(words), { instanceOf: UserError });
  t.regex(error?.next ?? '', /^did you mean --follow\?/);
});

test('the name of an inherited property is no command', async (t) => {
  await t.throwsAsync(parseCommandLine(splitWords(['constructor'])), { instanceOf: UserError });
});

test('only the first start of Vagrant machines takes a provider', async (t) => {
  const { args } = await parseCommandLine(splitWords(['--target', 'vagrant', 'up', '--provider=lxc']));
  t.like(args, { provider: 'lxc' });
  await t.throwsAsync(parseCommandLine(splitWords(['up', '--provider=lxc'])), { instanceOf: UserError });
});
