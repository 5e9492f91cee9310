import test from 'ava';
import { splitLines } from '../../../../../scripts/dispatch/web-machine.ts';
import { parseRequest } from '../../../../../scripts/targets/ssh/caller.ts';

test('a line for the caller is understood, and every other line is for people', (t) => {
  t.deepEqual(parseRequest('@caller: switch on mysql-2'), { switchOn: 'mysql-2' });
  t.is(parseRequest('  … 25.0 s: switch on mysql-2'), undefined);
  t.is(parseRequest('switch on mysql-2'), undefined);
});

test('what is no name of a host is never given to a command', (t) => {
  for (const name of ['--force', 'mysql-2 --provision', '$(reboot)', '']) {
    t.is(parseRequest(`@caller: switch on ${name}`), undefined, name);
  }
});

test('lines come whole, however they were cut on their way', (t) => {
  const seen: string[] = [];
  const { add, end } = splitLines((line) => seen.push(line));
  const bytes = Buffer.from('one …\ntwo\nthree');
  for (const byte of bytes) add(Buffer.from([byte]));
  t.deepEqual(seen, ['one …', 'two']);
  end();
  t.deepEqual(seen, ['one …', 'two', 'three']);
});
