import test from 'ava';
import { renderMatrix } from '../../../../chaos/report/matrix.ts';
import { type MatrixRow, summarize } from '../../../../chaos/report/matrix-lines.ts';

const row = (scenario: string, variant: string, changes: MatrixRow['figures']): MatrixRow => ({
  scenario,
  variant,
  valid: changes.failed === 0,
  figures: { failed: 0, lost: 0, double: 0, stale: 0, longestWriteGapMs: 80, downMs: 300, maxMs: 400, ...changes },
});

const rows = [
  row('kill', 'hardened', { failed: 0, maxMs: 420 }),
  row('kill', 'naive', { failed: 190, maxMs: 15_000 }),
  row('pause', 'hardened', { failed: 0 }),
  row('kill', 'hardened', { failed: 0, maxMs: 700 }),
  row('kill', 'naive', { failed: 1_210, maxMs: 15_000 }),
  row('kill', 'hardened', { failed: 0, maxMs: 430 }),
];

test('a matrix has a line for each scenario and variant, with the median and the worst', (t) => {
  const [head, rule, ...lines] = renderMatrix(rows, 'One machine.')
    .markdown.replaceAll(/[\u00a0\u202f]/g, ' ')
    .split('\n');
  t.is(
    head,
    '| Scenario | Lab | Valid runs | Failed | Lost | Double | Stale | Longest write gap | To DOWN | Back routed | Slowest |',
  );
  t.is(rule?.split('|').length, head?.split('|').length);
  t.deepEqual(lines, [
    '| kill | hardened | 3 of 3 | 0 | 0 | 0 | 0 | 80 ms | 300 ms | – | 430 ms · 700 ms |',
    '|  | naive | **0 of 2** | 700 · 1 210 | 0 | 0 | 0 | 80 ms | 300 ms | – | 15.0 s |',
    '| pause | hardened | 1 of 1 | 0 | 0 | 0 | 0 | 80 ms | 300 ms | – | 400 ms |',
    '',
    'Median · worst of all runs; one figure where they are the same. One machine.',
    '',
  ]);
});

test('where a lab told others what happened, the table has what became of the events', (t) => {
  const events = { events: 434, eventsLost: 2, eventsTwice: 0, eventsOutOfOrder: 1, eventsInvented: 0 };
  const told = row('kill-relay', 'hardened', {
    failed: 0,
    ...events,
    unpublished: 5,
    cursorMissed: 3,
    toldP50Ms: 70,
    toldMaxMs: 195,
  });
  const [head, , ...lines] = renderMatrix([told, ...rows])
    .markdown.replaceAll('\u00a0', ' ')
    .split('\n');
  t.regex(
    head ?? '',
    /Stale \| Events \| Events lost \| Twice \| Out of order \| Invented \| Lost without an outbox \| Lost by a cursor \| Told within \| Told at the latest \|/,
  );
  t.regex(lines[0] ?? '', /\| 0 \| 434 \| 2 \| 0 \| 1 \| 0 \| 5 \| 3 \| 70 ms \| 195 ms \| 80 ms \|/);
  t.regex(lines[1] ?? '', /\| 0( \| –){9} \| 80 ms \|/);
});

test('a name cannot break the table or the page', (t) => {
  const { markdown, html } = renderMatrix([row('a|b <i>', 'hardened', { failed: 0 })]);
  t.true(markdown.includes('| a\\|b <i> |'));
  t.true(html.includes('a|b &lt;i&gt;'));
});

test('of an outage it says that requests may fail, and of no other', (t) => {
  const outage = { ...row('minority', 'hardened', { failed: 498 }), valid: true, outageExpected: true };
  const { markdown } = renderMatrix([row('kill', 'hardened', { failed: 0 }), outage]);
  t.regex(markdown, /\| minority \(outage\) \| hardened \| 1 of 1 \|/);
  t.regex(markdown, /\| kill \| hardened/);
  t.regex(markdown, /no member has a majority, and requests may fail/);
  t.notRegex(renderMatrix(rows).markdown, /majority/);
});

const gives = test.macro<[(number | null | undefined)[], number | null, number | null]>((t, values, median, worst) => {
  t.deepEqual(summarize(values), { median, worst });
});

test('of an odd number the middle one', gives, [5, 1, 9], 5, 9);
test('of an even number the mean of the middle two', gives, [4, 1, 9, 5], 4.5, 9);
test('of one it is that', gives, [3], 3, 3);
test('what was not measured does not count', gives, [null, 7, undefined], 7, 7);
test('of nothing there is nothing', gives, [null], null, null);
