import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { isProved, renderAlertTable } from '../../../chaos/alerts/alert-table.ts';
import { alertCases, chooseCases } from '../../../chaos/alerts/cases.ts';
import { findTeller } from '../../../chaos/alerts/find-teller.ts';
import { type AlertSpan, findSpan, isInForce, note } from '../../../chaos/alerts/follow-alerts.ts';
import { projectDir } from '../../../scripts/settings/config.ts';

const rules = join(projectDir, 'roles/prometheus/rules');

test('every rule is fired by a case, and each by one alone', (t) => {
  const files = readdirSync(rules).filter((name) => name.endsWith('.yml'));
  const names = files.flatMap((file) =>
    [...readFileSync(join(rules, file), 'utf8').matchAll(/alert: (\w+)/g)].map(([, name]) => name),
  );
  t.deepEqual(alertCases.flatMap(({ alerts }) => alerts).toSorted(), names.toSorted());
});

test('cases are chosen by the alerts that they fire', (t) => {
  t.is(chooseCases([]).length, alertCases.length);
  t.deepEqual(
    chooseCases(['ApiDown']).map(({ title }) => title),
    ['The API is killed'],
  );
  t.throws(() => chooseCases(['Nothing']), { message: /There is no alert "Nothing"/ });
});

test('spans of alerts begin and end with what Alertmanager tells', (t) => {
  const spans: AlertSpan[] = [];
  const told = (name: string) => ({ name, inhibited: false, causes: [] });
  const silent = (name: string, ...causes: string[]) => ({ name, inhibited: true, causes });
  note(spans, [told('A')], 1_000);
  note(spans, [told('A'), silent('B', 'A')], 2_000);
  note(spans, [silent('B', 'C')], 3_000);
  // Two of a name, such as of two members.
  note(spans, [silent('A', 'B'), told('A'), silent('B', 'A')], 4_000);
  t.deepEqual(spans, [
    { name: 'A', fromMs: 1_000, toMs: 3_000, isTold: true, causes: [] },
    { name: 'B', fromMs: 2_000, isTold: false, causes: ['A', 'C'] },
    { name: 'A', fromMs: 4_000, isTold: true, causes: ['B'] },
  ]);
  t.true(isInForce(spans, 'A'));
  t.is(findSpan(spans, 'A', 1_500)?.fromMs, 4_000);
});

test('an alert is told by itself, or by one of its case that it is a consequence of', (t) => {
  const spans = [
    { name: 'A', isTold: true, causes: [] },
    { name: 'B', isTold: false, causes: ['A'] },
    { name: 'C', isTold: false, causes: ['B'] },
    { name: 'D', isTold: false, causes: ['E'] },
    { name: 'F', isTold: false, causes: ['G'] },
    { name: 'G', isTold: false, causes: ['F'] },
  ];
  const tellers = (toldBy?: string) => ['A', 'B', 'C', 'D', 'F'].map((alert) => findTeller(alert, { spans, toldBy }));
  t.deepEqual(tellers(), ['A', 'A', 'A', undefined, undefined]);
  t.deepEqual(tellers('E'), ['A', 'A', 'A', 'E', undefined]);
});

test('the table says what never fired, what never ended, what ended by itself, and what tells of it', (t) => {
  const results = [
    { alert: 'A', title: 'x', firedAfterMs: 1_640, resolvedAfterMs: 51_400, toldBy: 'A', causes: [] },
    { alert: 'B', title: 'x', firedAfterMs: 3_000, resolvedAfterMs: -2_000, toldBy: 'A', causes: ['A'] },
    { alert: 'C', title: 'x', firedAfterMs: 3_000, toldBy: 'C', causes: [] },
    { alert: 'D', title: 'x', causes: [] },
    { alert: 'E', title: 'x', firedAfterMs: 3_000, resolvedAfterMs: 2_000, causes: ['F'] },
  ];
  const lines = renderAlertTable(results).split('\n').slice(1);
  t.deepEqual(lines, [
    'A      x             1.6 s        51.4 s      itself',
    'B      x             3.0 s        by itself   A',
    'C      x             3.0 s        never       itself',
    'D      x             never',
    'E      x             3.0 s        2.0 s       no message: silent for F',
  ]);
  t.deepEqual(results.map(isProved), [true, true, false, false, false]);
});
