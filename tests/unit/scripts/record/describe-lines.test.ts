import test from 'ava';
import { describeLine } from '../../../../scripts/record/describe-lines.ts';
import type { SampleLine } from '../../../../scripts/record/lines.ts';

const sample = (atMs: number, changes: Partial<SampleLine> = {}): SampleLine => ({
  type: 'sample',
  atMs,
  hosts: { 'mysql-2': 'running' },
  members: {
    'mysql-2': { answers: true, state: 'ONLINE', view: { 'mysql-2': 'ONLINE' }, gtids: '', queue: 0, readOnly: false },
  },
  proxy: { answers: true, servers: { mysql: { 'mysql-2': server(true, 'Layer7 check passed') } } },
  ...changes,
});

function server(routed: boolean, check: string) {
  return { status: routed ? 'UP' : 'DOWN', routed, check, sessions: 0, queue: 0 };
}

test('equal samples tell nothing', (t) => {
  t.deepEqual(describeLine(sample(200), sample(0)), []);
});

test('a sample tells what has changed', (t) => {
  const after = sample(200, {
    hosts: { 'mysql-2': 'stopped' },
    members: { 'mysql-2': { answers: false, problem: 'ECONNREFUSED' } },
    proxy: { answers: true, servers: { mysql: { 'mysql-2': server(false, 'Layer4 connection problem') } } },
  });
  t.deepEqual(describeLine(after, sample(0)), [
    'mysql-2 is stopped',
    'mysql-2 does not answer: ECONNREFUSED',
    'HAProxy does not route to mysql-2: DOWN, Layer4 connection problem',
  ]);
});

test('transactions alone are no event', (t) => {
  const later = sample(200);
  const member = later.members['mysql-2'];
  if (member?.answers) member.gtids = 'aaaa:1-9';
  t.deepEqual(describeLine(later, sample(0)), []);
});

test('of a time without samples nothing is told but that', (t) => {
  t.deepEqual(describeLine(sample(12_000), sample(0)), ['nothing was recorded for 12.0 s']);
});

test('an HAProxy that does not answer says nothing of the members', (t) => {
  const silent = sample(200, { proxy: { answers: false, problem: 'ETIMEDOUT' } });
  t.deepEqual(describeLine(silent, sample(0)), ['HAProxy does not answer: ETIMEDOUT']);
});

test('an action names the program that did it', (t) => {
  const action = { type: 'action', atMs: 0, by: 'chaos', action: 'kill', host: 'mysql-2' } as const;
  t.deepEqual(describeLine({ ...action, edge: 'begin' }), ['chaos: kill mysql-2']);
  t.deepEqual(describeLine({ ...action, edge: 'failed', problem: 'no such process' }), [
    'chaos: kill mysql-2: failed, no such process',
  ]);
});

test('lines that are missing are counted', (t) => {
  t.deepEqual(describeLine({ type: 'gap', atMs: 9, fromMs: 0, lines: 2, problem: 'ENOSPC' }), [
    '2 lines are missing since 1970-01-01T00:00:00.000Z: ENOSPC',
  ]);
});
