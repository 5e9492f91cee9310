import test from 'ava';
import { renderMarkdown, renderText } from '../../../bench/report/documents.ts';
import type { Results } from '../../../bench/report/results.ts';
import { compare, median, summarize } from '../../../bench/report/summarize.ts';

const measured = (perSecond: number, p50Ms = 1) => ({
  perSecond,
  p50Ms,
  p99Ms: 2 * p50Ms,
  requests: 10,
  failed: 0,
  cpuUs: 100,
});
const result = {
  name: 'GET /tags',
  kind: 'read' as const,
  rounds: [
    { API: measured(80), baseline: measured(100) },
    { API: measured(40), baseline: measured(80) },
    { API: measured(90), baseline: measured(100) },
  ],
};

test('the median of an even number of values lies between two of them', (t) => {
  t.is(median([3, 1, 2]), 2);
  t.is(median([4, 1, 2, 3]), 2.5);
});

test('servers are compared round by round, because both of a round met the same load of the machine', (t) => {
  t.is(compare(result, 'API', 'baseline', 'perSecond'), 0.8);
  t.is(summarize(result, 'API').perSecond, 80);
  t.deepEqual(summarize(result, 'API').spread, [40, 90]);
});

const results: Results = {
  about: { date: '2026-11-21', machine: 'a machine', versions: { node: '20' }, settings: { rounds: 3 } },
  routes: { small: [result], large: [result, { ...result, name: 'GET /articles, 50,000 back' }] },
  growth: [
    { ...result, rounds: [2, 4].map((p50Ms) => ({ small: measured(10, p50Ms), large: measured(10, p50Ms * 1.5) })) },
    { ...result, name: 'GET /articles, 50,000 back', rounds: [{ large: measured(10, 11) }] },
  ],
  logins: { alone: measured(100), beside: measured(100, 1.5), logins: measured(30, 80), loopLagP99Ms: 11.5 },
  memory: {
    minutes: Array.from({ length: 60 }, (_, minute) => 100 + minute / 60),
    requests: 6_000,
    failed: 1,
    perSecond: 100,
  },
  page: {
    cases: [{ ...result, rounds: [{ without: measured(100), watched: measured(98), 'ten pages': measured(95) }] }],
    costs: [
      { pages: 0, cpuShare: 0.031, addedShare: 0.05, memoryMb: 80.4 },
      { pages: 10, cpuShare: 0.05, addedShare: 0.05, memoryMb: 85 },
    ],
  },
};

test('the report has ratios, growth, the effect of logins, and memory', (t) => {
  const text = renderText(results);
  t.regex(text, /GET \/tags +80 +100 +0\.80/);
  t.regex(text, /GET \/tags +3\.0 +4\.5 +1\.50\n/);
  t.regex(text, /50,000 back +11\n/);
  t.regex(text, /1\.50 times/);
  t.regex(text, /AFTER +5 min .* 60 min\nMB +100 .* 101\nA mix .* of 6,000 requests 1 failed\. At most 101 MB\./);
  t.regex(text, /GET \/tags +100 +98 +0\.98 +95 +0\.95/);
  t.regex(
    text,
    /With no page open it took 3\.1 % of a core and 80 MB; all of the lab took 5\.0 % of a core more than without it\. With 10 pages open/,
  );
  t.regex(text, /Of 30 requests to API 0 failed\./);
  t.regex(renderMarkdown(results), /\| GET \/tags \| 80 \| 100 \| 0\.80 \|/);
});
