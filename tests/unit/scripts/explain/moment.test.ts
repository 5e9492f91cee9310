import test from 'ava';
import { createFilter } from '../../../../page/server/history.ts';
import { createApiReader } from '../../../../scripts/explain/api-figures.ts';
import { countTransactions, createEntryReader } from '../../../../scripts/explain/moment.ts';
import type { ApiAnswer, SampleLine } from '../../../../scripts/record/lines.ts';
import { moment } from './support.ts';

const api = (done: number, changes: Partial<ApiAnswer> = {}): ApiAnswer => ({
  answers: true,
  startedMs: 1,
  reads: { done, failed: 0, within: { '5': done / 2, '50': done } },
  writes: { done: 0, failed: 0, within: {} },
  counters: {},
  ...changes,
});

test('what the API did is the difference of two counts', (t) => {
  const read = createApiReader();
  t.is(read(0, { web: api(100) }), undefined);
  t.like(read(1_000, { web: api(160) }), { seconds: 1, done: 60, failed: 0, p50Ms: 5, p99Ms: 50, maxMs: 50 });
});

test('a process that was started again has counted from 0', (t) => {
  const read = createApiReader();
  read(0, { web: api(100) });
  t.is(read(1_000, { web: api(20, { startedMs: 900 }) })?.done, 20);
});

test('after a silence the counts are those of the whole time since the answer before', (t) => {
  const read = createApiReader();
  read(0, { web: api(100) });
  t.is(read(1_000, { web: { answers: false, problem: 'ETIMEDOUT' } }), undefined);
  t.like(read(2_000, { web: api(220) }), { seconds: 2, done: 120 });
});

test('retries and settled commits are told apart', (t) => {
  const counters = {
    'retries_total{cause="lost"}': 3,
    'unknown_commits_total{outcome="done"}': 2,
    'refused_total{}': 9,
  };
  const read = createApiReader();
  read(0, { web: api(0) });
  t.like(read(1_000, { web: api(1, { counters }) }), { retried: 3, settled: 2 });
});

test('transactions are counted from intervals of all servers', (t) => {
  t.is(countTransactions('3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5:7,aaaa:1-3'), 9);
  t.is(countTransactions(''), 0);
});

const sample = (atMs: number, apis?: SampleLine['apis']): SampleLine => ({
  type: 'sample',
  atMs,
  hosts: { web: 'running' },
  members: {},
  proxy: { answers: false, problem: 'ECONNREFUSED' },
  ...(apis && { apis }),
});

test('a sample in which the API was not asked says what it answered last', (t) => {
  const read = createEntryReader();
  read(sample(0, { web: { answers: false, problem: 'ECONNREFUSED' } }));
  t.like(read(sample(200)), { type: 'moment', webs: { web: false } });
});

test('every other line stays as it is', (t) => {
  const line = { type: 'action', atMs: 0, by: 'page', action: 'kill', host: 'web', edge: 'begin' } as const;
  t.is(createEntryReader()(line), line);
});

test('a moment at which nothing changed is kept once a second, and one with a change at once', (t) => {
  const isKept = createFilter();
  const at = [0, 200, 800, 1_000, 1_200].filter((ms) => isKept(moment(ms)));
  t.deepEqual(at, [0, 1_000]);
  t.true(isKept(moment(1_400, { 'mysql-2': { process: 'stopped' } })));
});
