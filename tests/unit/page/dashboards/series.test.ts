import test from 'ava';
import { chooseColours } from '../../../../page/browser/dashboards/colours.ts';
import { alignSeries, lastTimeOf, nameOf } from '../../../../page/browser/dashboards/series.ts';
import { stackValues } from '../../../../page/browser/dashboards/stack.ts';
import { listSpans } from '../../../../page/browser/dashboards/state-spans.ts';
import { alignRange, chooseStep } from '../../../../page/browser/dashboards/steps.ts';
import type { Target } from '../../../../roles/prometheus/dashboard-schema.ts';

const target = { legendFormat: '{{instance}}' } as Target;
// The moments and values of an answer in turn.
const answer = (instance: string, points: Record<number, string>) => ({
  metric: { instance },
  values: Object.entries(points).map(([atS, value]): [number, string] => [Number(atS), value]),
});

test('a step is round, leaves room for each point, and is no finer than what is asked', (t) => {
  const choose = (rangeS: number, scrapeS = 2) => chooseStep({ rangeS, maxPoints: 300, scrapeS });
  t.deepEqual(
    [300, 900, 3_600, 86_400, 15 * 86_400].map((rangeS) => choose(rangeS)),
    [2, 5, 15, 300, 7_200],
  );
  t.is(choose(300, 10), 10);
});

test('the points lie on steps, so that they stay where they are', (t) => {
  t.deepEqual(alignRange({ fromS: 1_003, toS: 1_904 }, 5), { startS: 1_000, endS: 1_900 });
});

test('series get one row of times; where one has nothing there is a gap', (t) => {
  const grid = { startS: 0, endS: 20, stepS: 10 };
  const found = [answer('b', { 0: '1', 20: '3' }), answer('a', { 0: 'NaN', 10: '2' })];
  const { timesS, series } = alignSeries([{ target, found, grid }]);
  t.deepEqual(timesS, [0, 10, 20]);
  t.deepEqual(
    series.map(({ name, values }) => [name, values]),
    [
      ['a', [null, 2, null]],
      ['b', [1, null, 3]],
    ],
  );
});

test('a query with fewer points than another one of its panel has no gaps for it', (t) => {
  const fine = {
    target,
    found: [answer('fine', { 0: '1', 5: '2', 10: '3' })],
    grid: { startS: 0, endS: 10, stepS: 5 },
  };
  const coarse = { target, found: [answer('coarse', { 0: '1', 10: '3' })], grid: { startS: 0, endS: 10, stepS: 10 } };
  const { timesS, series } = alignSeries([fine, coarse]);
  t.deepEqual(timesS, [0, 5, 10]);
  t.deepEqual(series.find(({ name }) => name === 'coarse')?.values as unknown[], [1, undefined, 3]);
});

test('what ended is known from what never was', (t) => {
  const grid = { startS: 0, endS: 30, stepS: 10 };
  t.is(lastTimeOf(alignSeries([{ target, found: [answer('a', { 0: '1', 10: '0' })], grid }])), 10);
  t.is(lastTimeOf(alignSeries([{ target, found: [], grid }])), undefined);
});

test('a series is called by its legend, else by its labels', (t) => {
  const metric = { instance: 'web', code: '2xx' };
  t.is(nameOf({ metric }, { legendFormat: '{{ instance }} {{code}}' }), 'web 2xx');
  t.is(nameOf({ metric }, { legendFormat: 'all' }), 'all');
  t.is(nameOf({ metric }, {}), 'web 2xx');
  t.is(nameOf({ metric: {} }, { legendFormat: '{{gone}}' }), 'value');
});

const hosts = ['mysql-1', 'mysql-2', 'haproxy'];

test('a host has the same colour wherever it is, and whatever is beside it', (t) => {
  const alone = chooseColours(['mysql-2'], hosts).get('mysql-2');
  t.is(chooseColours(['mysql-1', 'mysql-2', 'other'], hosts).get('mysql-2'), alone);
  t.is(chooseColours(['haproxy 2xx', 'mysql-2'], hosts).get('mysql-2'), alone);
  t.is(chooseColours(['mysql-2 2xx'], hosts).get('mysql-2 2xx'), alone);
});

test('no two series of a panel have one colour while there are others', (t) => {
  const names = ['mysql-1', 'mysql-1 b', 'mysql-20', 'idle', 'open', 'waiting', 'haproxy'];
  t.is(new Set(chooseColours(names, hosts).values()).size, names.length);
  const many = Array.from({ length: 40 }, (_, index) => `name ${index}`);
  t.is(chooseColours(many, hosts).size, 40);
});

test('what lies on another is as high as both, and a gap is left where nothing is known', (t) => {
  const rows = [
    [1, 2, null, null],
    [3, null, 4, null],
    [1, 1, 1, null],
  ];
  t.deepEqual(stackValues(rows), [
    [1, 2, null, null],
    [4, 2, 4, null],
    [5, 3, 5, null],
  ]);
});

test('a row that has no point of its own at a moment leaves the others stacked', (t) => {
  t.deepEqual(stackValues([[1], [undefined], [2]]), [[1], [undefined], [3]]);
});

test('equal states in a row are one span, and a gap is none', (t) => {
  t.deepEqual(listSpans([0, 5, 10, 15, 20], [4, 4, 0, null, 0], 5), [
    { fromS: 0, toS: 10, value: 4 },
    { fromS: 10, toS: 15, value: 0 },
    { fromS: 20, toS: 25, value: 0 },
  ]);
});
