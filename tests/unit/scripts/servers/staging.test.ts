import test from 'ava';
import { UserError } from '../../../../scripts/messages/user-error.ts';
import { explainFileError, isAbandoned } from '../../../../scripts/servers/staging.ts';

const hourMs = 3600_000;
const observer = { hostname: 'my-laptop', nowMs: 100 * hourMs, isAlive: (pid: number) => pid === 11 };

const cases: [string, string, number, boolean][] = [
  ['whose process is gone', 'unpacking-my-laptop-12-aB3dE6', 99, true],
  ['whose process is at work', 'unpacking-my-laptop-11-aB3dE6', 99, false],
  ["of another machine's process", 'unpacking-other-host-12-aB3dE6', 99, false],
  ["of another machine's process, days old", 'unpacking-other-host-12-aB3dE6', 70, true],
  ['that is finished', 'haproxy-3.2.26-1_mysqld-9.7.4-2_amd64', 1, false],
  ["that is another user's", 'unpacking', 1, false],
];

for (const [what, name, modifiedAtHour, abandoned] of cases) {
  test(`a folder ${what} is ${abandoned ? '' : 'not '}abandoned`, (t) => {
    t.is(isAbandoned({ name, modifiedAtMs: modifiedAtHour * hourMs }, observer), abandoned);
  });
}

test('a full disk in the middle of unpacking is told to the user, a bug stays a bug', (t) => {
  const full = explainFileError(Object.assign(new Error('write'), { code: 'ENOSPC' }), '/cache');
  t.true(full instanceof UserError);
  t.regex((full as UserError).message, /\/cache cannot be written: the disk is full \(ENOSPC\)/);
  const bug = new TypeError('x is not a function');
  t.is(explainFileError(bug, '/cache'), bug);
});
