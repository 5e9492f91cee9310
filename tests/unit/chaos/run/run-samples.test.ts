import test from 'ava';
import { describeMembers, toRunSample } from '../../../../chaos/run/run-samples.ts';
import type { MemberSample, SampleLine } from '../../../../scripts/record/lines.ts';

const answer = (state: string, view: Record<string, string>): MemberSample => {
  return { answers: true, state, view, gtids: '', queue: 0, readOnly: false };
};
const silent: MemberSample = { answers: false, problem: 'ECONNREFUSED' };
const a = answer('ONLINE', { a: 'ONLINE', b: 'ONLINE', c: 'UNREACHABLE' });
const b = answer('ONLINE', { a: 'ONLINE', b: 'ONLINE' });

test('a member is described by itself, by the others and by HAProxy', (t) => {
  t.deepEqual(describeMembers({ a, b, c: silent }, new Set(['a'])), {
    a: { state: 'ONLINE', routed: true, seenAs: 'ONLINE' },
    b: { state: 'ONLINE', routed: false, seenAs: 'ONLINE' },
    c: { state: 'DOWN', routed: false, seenAs: 'UNREACHABLE' },
  });
});

test('a member that is in no view any more is gone', (t) => {
  t.is(describeMembers({ b, c: silent }, new Set()).c?.seenAs, 'GONE');
});

test('a member that sees no majority is no witness', (t) => {
  const alone = answer('ONLINE', { a: 'ONLINE', b: 'UNREACHABLE' });
  t.is(describeMembers({ a: alone, b: silent }, new Set()).b?.seenAs, undefined);
});

const server = (routed: boolean) => ({ status: 'UP', routed, check: '', sessions: 0, queue: 0 });
const line: SampleLine = {
  type: 'sample',
  atMs: 5_200,
  hosts: {},
  members: { a, b },
  proxy: { answers: true, servers: { mysql: { a: server(true), b: server(false) }, api: {} } },
  memoryMb: { a: 600, haproxy: 40, 'web-1': 90, 'web-2': 95.5 },
};
const hosts = [
  { name: 'a', role: 'mysql' },
  { name: 'haproxy', role: 'haproxy' },
  { name: 'web-1', role: 'web' },
  { name: 'web-2', role: 'web' },
];

test('a sample of the record becomes one of the run: its time, its routes and the memory by role', (t) => {
  const sample = toRunSample(line, { beganAtMs: 5_000, hosts });
  t.is(sample.atMs, 200);
  t.deepEqual([sample.members.a?.routed, sample.members.b?.routed], [true, false]);
  t.deepEqual(sample.memoryMb, { api: 185.5, haproxy: 40 });
});

test('while HAProxy does not answer, no member is known to be routed', (t) => {
  const { memoryMb: _, ...rest } = line;
  const sample = toRunSample({ ...rest, proxy: { answers: false, problem: 'ETIMEDOUT' } }, { beganAtMs: 0, hosts });
  t.deepEqual([sample.members.a?.routed, sample.members.b?.routed], [false, false]);
  t.is(sample.memoryMb, undefined);
});
