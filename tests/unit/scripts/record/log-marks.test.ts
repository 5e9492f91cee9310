import test from 'ava';
import { findMark, type LogMark } from '../../../../scripts/record/log-marks.ts';

const reads = test.macro<[string, string, LogMark | undefined]>((t, role, line, expected) => {
  t.deepEqual(findMark(role, line), expected);
});
const at = Date.parse('2026-11-28T21:25:59.468Z');

test(
  'a member that is unreachable',
  reads,
  'mysql',
  "2026-11-28T21:25:59.468205Z 0 [Warning] [MY-011493] [Repl] Plugin group_replication reported: 'Member with address 127.0.0.1:15407 has become unreachable.'",
  {
    source: 'mysql',
    mark: 'member unreachable',
    level: 'warning',
    text: 'Member with address 127.0.0.1:15407 has become unreachable. [MY-011493]',
    atMs: at,
  },
);

test(
  'an error without a word of its own',
  reads,
  'mysql',
  "2026-11-28T21:25:59.468205Z 0 [ERROR] [MY-013173] [Repl] Plugin group_replication reported: 'The plugin encountered a critical error and will abort: Member was expelled.'",
  {
    source: 'mysql',
    mark: 'error',
    level: 'error',
    text: 'The plugin encountered a critical error and will abort: Member was expelled. [MY-013173]',
    atMs: at,
  },
);

test(
  'a deprecation does not matter',
  reads,
  'mysql',
  "2026-11-28T21:26:17.547228Z 0 [Warning] [MY-011070] [Server] 'binlog_format' is deprecated.",
  undefined,
);

test(
  'the supervisor, in the log of any host, without a time of its own',
  reads,
  'mysql',
  '2026-11-28T21:25:59Z [supervisor] ended with 137, is wanted, starts again in 0 s',
  {
    source: 'supervisor',
    mark: 'program ended',
    level: 'warning',
    text: 'ended with 137, is wanted, starts again in 0 s',
  },
);

test(
  'HAProxy has taken a member out',
  reads,
  'haproxy',
  '2026-11-28T21:25:59.468000+00:00 Server mysql/mysql-2 is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms.',
  {
    source: 'haproxy',
    mark: 'server down',
    level: 'warning',
    text: 'Server mysql/mysql-2 is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms.',
    atMs: at,
  },
);

test(
  'the same message of HAProxy without a time is left out',
  reads,
  'haproxy',
  '[WARNING]  (2551) : Server mysql/mysql-2 is DOWN, reason: Layer4 connection problem.',
  undefined,
);

test(
  'a warning of the API with its reason',
  reads,
  'web',
  `{"level":40,"time":${at},"reason":"connect ETIMEDOUT","msg":"no connection to the database"}`,
  {
    source: 'api',
    mark: 'warning',
    level: 'warning',
    text: 'no connection to the database: connect ETIMEDOUT',
    atMs: at,
  },
);

test(
  'what the API only tells does not matter',
  reads,
  'web',
  `{"level":30,"time":${at},"msg":"connected to the database"}`,
  undefined,
);
test('half a line of the API does not matter', reads, 'web', '{"level":50,"ti', undefined);

test(
  'the caretaker',
  reads,
  'caretaker',
  '2026-11-28T21:25:59.468Z a member is outside of the group that lives: joining',
  {
    source: 'caretaker',
    mark: 'caretaker',
    level: 'note',
    text: 'a member is outside of the group that lives: joining',
    atMs: at,
  },
);

test('a role without marks has none', reads, 'echo', 'anything', undefined);
