import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { isProved, renderAlertTable } from '../../../chaos/alerts/alert-table.ts';
import { alertCases, chooseCases } from '../../../chaos/alerts/cases.ts';
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
  note(spans, new Set(['A']), 1_000);
  note(spans, new Set(['A', 'B']), 2_000);
  note(spans, new Set(['B']), 3_000);
  note(spans, new Set(['A', 'B']), 4_000);
  t.deepEqual(spans, [
    { name: 'A', fromMs: 1_000, toMs: 3_000 },
    { name: 'B', fromMs: 2_000 },
    { name: 'A', fromMs: 4_000 },
  ]);
  t.true(isInForce(spans, 'A'));
  t.is(findSpan(spans, 'A', 1_500)?.fromMs, 4_000);
});

test('the table says what never fired, what never ended and what ended by itself', (t) => {
  const results = [
    { alert: 'A', title: 'x', firedAfterMs: 1_640, resolvedAfterMs: 51_400 },
    { alert: 'B', title: 'x', firedAfterMs: 3_000, resolvedAfterMs: -2_000 },
    { alert: 'C', title: 'x', firedAfterMs: 3_000 },
    { alert: 'D', title: 'x' },
  ];
  const lines = renderAlertTable(results).split('\n').slice(1);
  t.deepEqual(lines, [
    'A      x             1.6 s        51.4 s',
    'B      x             3.0 s        by itself',
    'C      x             3.0 s        never',
    'D      x             never',
  ]);
  t.deepEqual(results.map(isProved), [true, true, false, false]);
});
