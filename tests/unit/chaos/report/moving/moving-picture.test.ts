import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { judge } from '../../../../../chaos/judge/judge.ts';
import { renderMovingPicture } from '../../../../../chaos/report/moving/moving-picture.ts';
import { createEntryReader } from '../../../../../scripts/explain/moment.ts';
import { parseLine } from '../../../../../scripts/record/lines.ts';
import { simulateKill } from '../../support/simulated-kill.ts';

const run = simulateKill('hardened');
const hosts = [
  ...['mysql-1', 'mysql-2', 'mysql-3'].map((name) => ({ name, role: 'mysql' })),
  { name: 'haproxy', role: 'haproxy' },
  { name: 'web', role: 'web' },
].map((host) => ({ ...host, title: host.role, address: '', canReload: false }));
const lab = { name: 'a run', target: 'local', hosts, mayCommand: false, hasFaults: false, links: [], isReplay: true };
const recorded = join(import.meta.dirname, '../../../scripts/explain/runs/kill.jsonl.gz');
const lines = gunzipSync(readFileSync(recorded)).toString().split('\n');
const entries = lines.flatMap((line) => parseLine(line) ?? []).map(createEntryReader());
const svg = renderMovingPicture(run, judge(run), { lab, entries });

test('a moving picture is one small file that asks for nothing and runs nothing', (t) => {
  t.true(svg.length < 300_000, `${svg.length} bytes`);
  t.notRegex(
    svg.replaceAll('http://www.w3.org/2000/svg', ''),
    /<script|<foreignObject|https?:|href|url\(|@import|on\w+=/,
  );
});

test('it has the sentence, the hosts, the counts and what happened', (t) => {
  for (const text of [
    'Two of three members are ONLINE; mysql-2 is down.',
    'The chaos run killed mysql-2.',
    'HAProxy routes nothing here',
    'failed requests',
    'All 11 checks passed.',
  ])
    t.true(svg.includes(text), text);
});

test('every part that moves has its rule, and the whole can stand still', (t) => {
  const used = new Set([...svg.matchAll(/class="(?:still )?part (\w+)"/g)].map(([, name]) => name));
  const ruled = new Set([...svg.matchAll(/@keyframes (a\w+)\{/g)].map(([, name]) => name));
  t.deepEqual([...used].sort(), [...ruled].sort());
  t.regex(svg, /prefers-reduced-motion/);
  t.regex(svg, /class="still part \w+"><text class="sign warn"/);
});

test('what a run says cannot become a part of the picture', (t) => {
  const evil = '"><script>alert(1)</script>&';
  const told = renderMovingPicture({ ...run, scenario: evil, variant: evil, startedAt: evil }, judge(run), {
    lab: { ...lab, hosts: hosts.map((host) => ({ ...host, name: evil })) },
    entries,
  });
  t.false(told.includes('<script'));
});

test('a run in which nothing happened can be drawn, too', (t) => {
  const calm = { ...run, faults: [], samples: [], seconds: 0, requests: [] };
  t.notRegex(renderMovingPicture(calm, judge(calm), { lab, entries: [] }), /NaN|Infinity|undefined/);
});
