import test from 'ava';
import { cases } from '../../../bench/cases.ts';
import { fillIn, parsePeer } from '../../../bench/contestants/peer.ts';
import { renderMarkdown, renderText } from '../../../bench/report/documents.ts';
import type { Results } from '../../../bench/report/results.ts';
import { compare, median, summarize } from '../../../bench/report/summarize.ts';

const shot = (perSecond: number, p50Ms = 1) => ({
  perSecond,
  p50Ms,
  p99Ms: 2 * p50Ms,
  requests: 10,
  failed: 0,
  cpuUs: 100,
});
const work = { API: { statements: 3, roundTrips: 1, rowsExamined: 206 }, floor: undefined };
const result = {
  name: 'GET /tags',
  kind: 'read' as const,
  work,
  rounds: [
    { API: shot(80), floor: shot(100) },
    { API: shot(40), floor: shot(80) },
    { API: shot(90), floor: shot(100) },
  ],
};

test('the middle of an even number of values lies between two of them', (t) => {
  t.is(median([3, 1, 2]), 2);
  t.is(median([4, 1, 2, 3]), 2.5);
});

test('servers are compared round by round, because both saw the weather of their round', (t) => {
  t.is(compare(result, 'API', 'floor', 'perSecond'), 0.8);
  t.is(summarize(result, 'API').perSecond, 80);
  t.deepEqual(summarize(result, 'API').spread, [40, 90]);
});

const results: Results = {
  about: { date: '2026-11-21', machine: 'a machine', versions: { node: '20' }, settings: { rounds: 3 } },
  routes: { small: [result], large: [result, { ...result, name: 'GET /articles, 50,000 back' }] },
  growth: [
    { ...result, rounds: [2, 4].map((p50Ms) => ({ small: shot(10, p50Ms), large: shot(10, p50Ms * 1.5) })) },
    { ...result, name: 'GET /articles, 50,000 back', rounds: [{ large: shot(10, 11) }] },
  ],
  logins: { alone: shot(100), beside: shot(100, 1.5), logins: shot(30, 80), loopLagP99Ms: 11.5 },
  price: { 'its statements': [100, 200, 150], 'with more': [80, 100, 120] },
  memory: {
    minutes: Array.from({ length: 60 }, (_, minute) => 100 + minute / 60),
    requests: 6_000,
    failed: 1,
    perSecond: 100,
  },
};

test('the report names ratio, growth and what logins do', (t) => {
  const text = renderText(results);
  t.regex(text, /GET \/tags +80 +100 +0\.80/);
  t.regex(text, /GET \/tags +3 +1 +206 +206\n/);
  t.regex(text, /50,000 back +3 +1 +206\n/);
  t.regex(text, /GET \/tags +3\.0 +4\.5 +1\.50\n/);
  t.regex(text, /50,000 back +11\n/);
  t.regex(text, /1\.50 times/);
  t.regex(text, /its statements +150 +1\.00\nwith more +100 +0\.80/);
  t.regex(text, /AFTER +5 min .* 60 min\nMB +100 .* 101\nA mix .* of 6,000 requests 1 failed\. At most 101 MB\./);
  t.regex(text, /Of 30 requests to API 0 failed\./);
  t.regex(renderMarkdown(results), /\| GET \/tags \| 80 \| 100 \| 0\.80 \|/);
});

test('every case asks for something, in a data set of any size', (t) => {
  const viewer = { id: 1, username: 'a', token: 't' };
  const world = {
    viewers: [viewer, viewer],
    reader: viewer,
    slugs: ['s'],
    owned: [{ slug: 's', viewer }],
    tags: ['t'],
    authors: ['a'],
    fans: ['f'],
    pages: 1,
    sinceMs: 0,
    articles: 100_000,
  };
  for (const { name, requests } of cases) t.true(requests(world).length > 0, name);
});

test('another back end is described by a file, and every mistake in it is named', (t) => {
  const peer = parsePeer('{"name": "other", "folder": "..", "command": ["node", "{API_PORT}"]}', 'peer.json');
  t.is(peer.ready, '/tags');
  t.is(fillIn('{API_PORT}', { API_PORT: '1' }, 'peer.json'), '1');
  t.throws(() => fillIn('{SECRET}', { API_PORT: '1' }, 'peer.json'), { message: /SECRET/ });
  const error = t.throws(() => parsePeer('{"folder": 1}', 'peer.json'));
  for (const word of ['name', 'folder', 'command']) t.regex(error.message, new RegExp(word));
  t.throws(() => parsePeer('{', 'peer.json'), { message: /is not JSON/ });
});
