import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionLine, LogLine, RecordLine, SampleLine } from '../../../scripts/record/lines.ts';
import { openRecord } from '../../../scripts/record/writer.ts';

const members = ['mysql-1', 'mysql-2', 'mysql-3'];
const others = ['haproxy', 'web'];

/** When mysql-2 is killed and started in the record, in milliseconds after its first line. */
export const killedAfterMs = 120_000;
export const startedAfterMs = 150_000;
export const lengthMs = 240_000;

/** Writes the record of a lab whose mysql-2 is killed under load and comes back. */
export async function writeSimulatedRecord(beganMs: number, span?: Span) {
  const dir = join(await mkdtemp(join(tmpdir(), 'lab-record-')), 'record');
  extendSimulatedRecord(dir, beganMs, span);
  return dir;
}

export interface Span {
  fromMs: number;
  toMs: number;
}

/** Appends what happened in a part of the time. */
export function extendSimulatedRecord(
  dir: string,
  beganMs: number,
  { fromMs, toMs }: Span = { fromMs: 0, toMs: lengthMs },
) {
  const hosts = [...members.map((name) => ({ name, role: 'mysql' })), ...others.map((name) => ({ name, role: name }))];
  let lineMs = beganMs;
  const writer = openRecord(dir, { head: { target: 'local', hosts }, nowMs: () => lineMs });
  for (const line of listLines(beganMs)) {
    if (line.atMs < beganMs + fromMs || line.atMs >= beganMs + toMs) continue;
    lineMs = line.atMs;
    writer.append(line);
  }
}

function listLines(beganMs: number): RecordLine[] {
  const samples = Array.from({ length: lengthMs / 200 }, (_, index) => sample(beganMs, index));
  // A command about no host in particular, which has no end of its own.
  const up = { type: 'command', by: 'command line', words: 'up' } as const;
  const told: RecordLine[] = [
    { ...up, atMs: beganMs + 400, edge: 'begin' },
    { ...up, atMs: beganMs + 600, edge: 'done' },
  ];
  const lines = [
    ...samples,
    ...told,
    ...act(beganMs + killedAfterMs, 'kill'),
    ...act(beganMs + startedAfterMs, 'start'),
  ];
  return [...lines, ...listLogs(beganMs)].sort((a, b) => a.atMs - b.atMs);
}

function act(atMs: number, action: string): ActionLine[] {
  const line = { type: 'action', by: 'page', action, host: 'mysql-2' } as const;
  return [
    { ...line, atMs, edge: 'begin' },
    { ...line, atMs: atMs + 100, edge: 'done' },
  ];
}

function listLogs(beganMs: number): LogLine[] {
  const log = (afterMs: number, host: string, mark: string, text: string): LogLine => ({
    type: 'log',
    atMs: beganMs + afterMs,
    timed: true,
    host,
    source: host === 'haproxy' ? 'haproxy' : 'mysql',
    mark,
    text,
  });
  return [
    log(
      120_300,
      'haproxy',
      'server down',
      'Server mysql/mysql-2 is DOWN, reason: Layer4 connection problem, info: "Connection refused".',
    ),
    log(
      125_000,
      'mysql-1',
      'member unreachable',
      'Member with address 127.0.0.1:13308 has become unreachable. [MY-011493]',
    ),
    log(125_900, 'mysql-1', 'members removed', 'Members removed from the group: 127.0.0.1:13308 [MY-011499]'),
    log(
      152_800,
      'mysql-2',
      'begins recovery',
      'Establishing group recovery connection with a possible donor. [MY-013471]',
    ),
    log(
      155_700,
      'mysql-2',
      'declared online',
      'This server was declared online within the replication group. [MY-011490]',
    ),
    log(156_100, 'haproxy', 'server up', 'Server mysql/mysql-2 is UP, reason: Layer7 check passed, code: 0.'),
  ];
}

// The states of mysql-2 from a time on.
const course = [
  { fromMs: 0, process: 'running', state: 'ONLINE', seen: 'ONLINE', routed: true },
  { fromMs: killedAfterMs + 100, process: 'stopped', state: 'DOWN', seen: 'ONLINE', routed: true },
  { fromMs: killedAfterMs + 400, process: 'stopped', state: 'DOWN', seen: 'ONLINE', routed: false },
  { fromMs: killedAfterMs + 5_000, process: 'stopped', state: 'DOWN', seen: 'UNREACHABLE', routed: false },
  { fromMs: killedAfterMs + 5_800, process: 'stopped', state: 'DOWN', seen: undefined, routed: false },
  { fromMs: startedAfterMs, process: 'running', state: 'DOWN', seen: undefined, routed: false },
  { fromMs: startedAfterMs + 1_800, process: 'running', state: 'OFFLINE', seen: undefined, routed: false },
  { fromMs: startedAfterMs + 2_800, process: 'running', state: 'RECOVERING', seen: 'RECOVERING', routed: false },
  { fromMs: startedAfterMs + 5_600, process: 'running', state: 'ONLINE', seen: 'ONLINE', routed: false },
  { fromMs: startedAfterMs + 6_000, process: 'running', state: 'ONLINE', seen: 'ONLINE', routed: true },
];

function sample(beganMs: number, index: number): SampleLine {
  const afterMs = index * 200;
  const now = course.findLast(({ fromMs }) => fromMs <= afterMs) as (typeof course)[number];
  const seen = { 'mysql-1': 'ONLINE', ...(now.seen && { 'mysql-2': now.seen }), 'mysql-3': 'ONLINE' };
  const answer = (state: string) => ({
    answers: true as const,
    state,
    view: state === 'OFFLINE' ? {} : seen,
    gtids: `aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa:1-${1_000 + index * 4}`,
    queue: 0,
    readOnly: false,
  });
  const silent = { answers: false as const, problem: 'ECONNREFUSED' };
  const server = (routed: boolean) => ({
    status: routed ? 'UP' : 'DOWN',
    routed,
    check: routed ? 'Layer7 check passed' : 'Layer4 connection problem: Connection refused',
    sessions: routed ? 5 : 0,
    queue: 0,
  });
  return {
    type: 'sample',
    atMs: beganMs + afterMs,
    hosts: { 'mysql-1': 'running', 'mysql-2': now.process, 'mysql-3': 'running', haproxy: 'running', web: 'running' },
    members: {
      'mysql-1': answer('ONLINE'),
      'mysql-2': now.state === 'DOWN' ? silent : answer(now.state),
      'mysql-3': answer('ONLINE'),
    },
    proxy: {
      answers: true,
      servers: { mysql: { 'mysql-1': server(true), 'mysql-2': server(now.routed), 'mysql-3': server(true) } },
    },
    ...(index % 5 === 0 && { apis: { web: countApi(index / 5) } }),
  };
}

// Sixty requests a second; one of them is slow while the members agree on a new view.
function countApi(seconds: number) {
  const slow = Math.max(0, Math.min(14, seconds - killedAfterMs / 1_000));
  const done = seconds * 36 + (seconds % 7);
  const counts = (total: number) => ({
    done: total,
    failed: 0,
    within: {
      '2': Math.round(total * 0.4),
      '5': Math.round(total * 0.9),
      '20': Math.round(total * 0.995) - slow,
      '500': total,
    },
  });
  return {
    answers: true as const,
    startedMs: 1,
    reads: counts(done),
    writes: counts(seconds * 24),
    counters: { 'retries_total{cause="lost"}': slow, 'unknown_commits_total{outcome="done"}': slow > 0 ? 1 : 0 },
  };
}
