import test from 'ava';
import { type Kind, renderQuestion } from '../../../page/server/prometheus-questions.ts';

const range = { query: 'up', start: '1000', end: '1900', step: '5' };
const render = (kind: Kind, asked: Record<string, string>) => renderQuestion(kind, new URLSearchParams(asked));

test('a question of the page becomes one of Prometheus, with a deadline and a limit', (t) => {
  const more = 'timeout=8s&limit=500';
  t.is(render('query', { query: 'up', time: '1000' }), `/api/v1/query?query=up&time=1000&${more}`);
  t.is(render('queryRange', range), `/api/v1/query_range?query=up&start=1000&end=1900&step=5&${more}`);
  t.is(
    render('labelValues', { label: 'instance', 'match[]': 'up{job="api"}', start: '1', end: '2' }),
    `/api/v1/label/instance/values?match%5B%5D=up%7Bjob%3D%22api%22%7D&start=1&end=2&${more}`,
  );
});

test('what is asked beside is not passed on', (t) => {
  t.notRegex(render('query', { query: 'up', time: '1', timeout: '1h', limit: '0', stats: 'all' }), /1h|limit=0|stats/);
});

const isRefused = test.macro<[Kind, Record<string, string>, RegExp]>((t, kind, asked, message) => {
  t.throws(() => render(kind, asked), { message });
});

test('more points than a screen has', isRefused, 'queryRange', { ...range, end: '90000' }, /2000 points/);
test('a range that ends before it begins', isRefused, 'queryRange', { ...range, end: '1' }, /points/);
test('a step of nothing', isRefused, 'queryRange', { ...range, step: '0' }, /step/);
test('a time that is none', isRefused, 'query', { query: 'up', time: 'now' }, /time/);
test('no query', isRefused, 'query', { time: '1' }, /query/);
test('a query of a megabyte', isRefused, 'query', { query: 'x'.repeat(1_000_000), time: '1' }, /query/);
test(
  'a label that leads elsewhere',
  isRefused,
  'labelValues',
  { label: '../../admin', 'match[]': 'up', start: '1', end: '2' },
  /label/,
);
