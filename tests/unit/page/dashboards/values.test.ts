import test from 'ava';
import { fieldFor, limitsOf, lookOfValue } from '../../../../page/browser/dashboards/looks.ts';
import { renderMoment, renderTick } from '../../../../page/browser/dashboards/moments.ts';
import { renderValue } from '../../../../page/browser/dashboards/units.ts';
import type { Field, FieldConfig } from '../../../../roles/prometheus/dashboard-schema.ts';

const isWritten = test.macro<[number, Pick<Field, 'unit' | 'decimals'>, string]>((t, value, field, text) => {
  t.is(renderValue(value, field), text);
});

test('a whole number', isWritten, 3, { unit: 'none' }, '3');
test('thousands', isWritten, 12_345, { unit: 'short' }, '12.3 k');
test('a negative number', isWritten, -1, { unit: 'none' }, '-1');
test('a small number', isWritten, 0.0234, { unit: 'short' }, '0.023');
test('digits as the dashboard says', isWritten, 0.0234, { unit: 'short', decimals: 2 }, '0.02');
test(
  'thousands have more digits than the dashboard wants of ones',
  isWritten,
  4_960,
  { unit: 'short', decimals: 0 },
  '4.96 k',
);
test('memory counts by 1024', isWritten, 768 * 1_024 ** 2, { unit: 'bytes' }, '768 MiB');
test('what flows counts by 1000', isWritten, 1_500_000, { unit: 'Bps' }, '1.5 MB/s');
test('requests', isWritten, 30, { unit: 'reqps' }, '30/s');
test('a share', isWritten, 0.005, { unit: 'percentunit', decimals: 2 }, '0.50 %');
test('a percentage', isWritten, 99, { unit: 'percent', decimals: 0 }, '99 %');
test('no time', isWritten, 0, { unit: 's' }, '0 s');
test('microseconds', isWritten, 0.000_562, { unit: 's' }, '562 µs');
test('milliseconds', isWritten, 0.0475, { unit: 's' }, '47.5 ms');
test('seconds', isWritten, 1.25, { unit: 's' }, '1.25 s');
test('a minute and a half is told in seconds', isWritten, 90, { unit: 's' }, '90 s');
test('minutes', isWritten, 1_800, { unit: 's' }, '30 min');
test('days', isWritten, 3 * 86_400, { unit: 's' }, '3 d');
test('what cannot be computed', isWritten, Number.NaN, { unit: 's' }, '–');

const limits: Field = {
  color: { mode: 'thresholds' },
  unit: 'none',
  thresholds: {
    mode: 'absolute',
    steps: [
      { color: 'red', value: null },
      { color: 'yellow', value: 0 },
      { color: 'green', value: 1 },
    ],
  },
};

test('the highest limit that is reached says how a value looks', (t) => {
  const toneAt = (value: number) => lookOfValue(value, limits).tone;
  t.deepEqual([-1, 0, 0.5, 1, 7].map(toneAt), ['bad', 'warn', 'warn', 'good', 'good']);
  t.is(toneAt(Number.NaN), 'plain');
});

test('a value that has a word is shown as that', (t) => {
  const mappings = [{ type: 'value' as const, options: { '4': { text: 'ONLINE', color: 'green', index: 0 } } }];
  t.deepEqual(lookOfValue(4, { ...limits, mappings }), { text: 'ONLINE', tone: 'good' });
  t.deepEqual(lookOfValue('4', { ...limits, mappings }), { text: 'ONLINE', tone: 'good' });
  t.deepEqual(lookOfValue('other', { ...limits, mappings }), { text: 'other', tone: 'plain' });
});

test('what is said of one name holds for that alone', (t) => {
  const config: FieldConfig = {
    defaults: limits,
    overrides: [{ matcher: { id: 'byName', options: 'a' }, properties: [{ id: 'unit', value: 's' }] }],
  };
  t.is(fieldFor(config, 'a').unit, 's');
  t.is(fieldFor(config, 'b').unit, 'none');
});

test('limits are drawn where the panel wants lines, without the one that has no value', (t) => {
  t.deepEqual(limitsOf(limits), []);
  const custom = {
    lineWidth: 1,
    fillOpacity: 0,
    spanNulls: false as const,
    thresholdsStyle: { mode: 'line' as const },
  };
  t.deepEqual(limitsOf({ ...limits, custom }), [
    { value: 0, tone: 'warn' },
    { value: 1, tone: 'good' },
  ]);
});

// In the time zone of the machine.
const atS = new Date(2026, 10, 29, 9, 5, 7).getTime() / 1_000;

test('a moment is as exact as what is shown is long', (t) => {
  const within = (rangeS: number) => renderMoment(atS, { fromS: atS - rangeS, toS: atS });
  t.is(within(900), '09:05:07');
  t.is(within(6 * 3_600), '09:05');
  t.is(within(7 * 86_400), '29 Nov 09:05');
});

test('an axis of days names the days, one of hours the day at midnight', (t) => {
  const midnightS = new Date(2026, 10, 29).getTime() / 1_000;
  t.is(renderTick(atS, 10), '09:05:07');
  t.is(renderTick(atS, 60), '09:05');
  t.is(renderTick(midnightS, 3_600), '29 Nov');
  t.is(renderTick(atS, 86_400), '29 Nov');
});
