import test from 'ava';
import { fillQuery, parseLabelQuery, scrapeSecondsOf } from '../../../../page/browser/dashboards/variables.ts';
import type { Target, Variable } from '../../../../roles/prometheus/dashboard-schema.ts';

const variables = [{ name: 'host', allValue: '.+' }];
const times = { stepS: 5, scrapeS: 2, rangeS: 900 };
const fill = (expr: string, chosen: string[] = [], more: Partial<typeof times> = {}) =>
  fillQuery(expr, { variables, choices: { host: chosen }, times: { ...times, ...more } });

test('a variable stands for all of its values until some are chosen', (t) => {
  t.is(fill('up{instance=~"$host"}'), 'up{instance=~".+"}');
  t.is(fill('up{instance=~"$host"}', ['mysql-1', 'web']), 'up{instance=~"mysql-1|web"}');
});

test('a chosen value is taken literally, whatever it is made of', (t) => {
  t.is(fill('"$host"', ['a.b']), String.raw`"a\\.b"`);
  t.is(fill('"$host"', ['a"} or up{b="']), String.raw`"a\"\\} or up\\{b=\""`);
  t.is(fill('"$host"', ['a\\']), String.raw`"a\\\\"`);
});

test('a rate spans four answers of its sources, and more than a step', (t) => {
  t.is(fill('rate(a[$__rate_interval])'), 'rate(a[8s])');
  t.is(fill('rate(a[$__rate_interval])', [], { stepS: 60 }), 'rate(a[62s])');
  t.is(fill('rate(a[$__rate_interval])', [], { scrapeS: 15 }), 'rate(a[60s])');
});

test('the step and the whole time have names, too', (t) => {
  t.is(fill('a[$__range:$__interval]'), 'a[900s:5s]');
});

test('what is no variable stays, such as a group of a regular expression', (t) => {
  t.is(fill('label_replace(up, "a", "$1", "b", "(.)")'), 'label_replace(up, "a", "$1", "b", "(.)")');
  const braces = '"$' + '{1}xx"';
  t.is(fill(braces), braces);
});

test('the values of a variable are those of a label', (t) => {
  const read = (query: string) => parseLabelQuery({ query: { query } } as Variable);
  t.deepEqual(read('label_values(up{job=~"a|b"}, instance)'), { match: 'up{job=~"a|b"}', label: 'instance' });
});

test('a source that is asked less often than others has fewer points', (t) => {
  t.is(scrapeSecondsOf({} as Target, 2), 2);
  t.is(scrapeSecondsOf({ interval: '10s' } as Target, 2), 10);
  t.is(scrapeSecondsOf({ interval: '10s' } as Target, 15), 15);
});
