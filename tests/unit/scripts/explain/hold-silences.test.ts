import test from 'ava';
import { explain } from '../../../../scripts/explain/explainer.ts';
import { describeLab } from '../../../../scripts/explain/headline.ts';
import { holdSilences } from '../../../../scripts/explain/hold-silences.ts';
import { type Entry, isMoment, type Moment } from '../../../../scripts/explain/moment.ts';
import { type Away, act, during, lab, members, moment } from './support.ts';

const silent = { answers: false as const, problem: 'ETIMEDOUT' };
const late: Record<string, Partial<Moment>> = {
  haproxy: { proxy: { host: 'haproxy', ...silent, servers: {} } },
  'mysql-2': { members: { ...moment(0).members, 'mysql-2': silent } },
  web: { webs: { web: false } },
};
const whole = 'Three of three members are ONLINE; the lab can lose one more host';

function headlineOf(entries: Entry[]) {
  const moments = entries.filter(isMoment);
  return describeLab(holdSilences({ moment: moments.at(-1) as Moment, moments, stories: explain(entries) }), lab).text;
}

const lasts = test.macro<[string, string]>((t, host, text) => {
  t.is(headlineOf([...during(0, 2_000), ...during(2_000, 2_200, {}, late[host])]), whole);
  t.is(headlineOf([...during(0, 2_000), ...during(2_000, 11_000, {}, late[host])]), whole);
  t.is(headlineOf([...during(0, 2_000), ...during(2_000, 13_000, {}, late[host])]), text);
});

test(
  'an HAProxy that runs and is silent is told after ten seconds',
  lasts,
  'haproxy',
  'haproxy does not answer: the API reaches no member, and requests wait',
);
test(
  'a member that runs and is silent is told after ten seconds',
  lasts,
  'mysql-2',
  'Two of three members are ONLINE; mysql-2 runs and does not answer',
);
test(
  'an API process that runs and is silent is told after ten seconds',
  lasts,
  'web',
  'web runs and does not answer: no API process answers clients',
);

test('a silence after a deed is told after two seconds', (t) => {
  const cut = (untilMs: number) => [
    ...during(0, 1_000),
    ...act(1_000, 'partition', 'haproxy'),
    ...during(1_200, untilMs, {}, late.haproxy),
  ];
  t.is(headlineOf(cut(2_400)), whole);
  t.regex(headlineOf(cut(3_600)), /^haproxy does not answer/);
});

test('what a program does is told at once, and so is that it does not answer yet when it is back', (t) => {
  const stopped: Away = { haproxy: { process: 'stopped' } };
  const down = [...during(0, 2_000), ...during(2_000, 2_200, stopped)];
  t.regex(headlineOf(down), /^haproxy is down/);
  t.regex(headlineOf([...down, ...during(2_200, 2_400, {}, late.haproxy)]), /^haproxy does not answer/);
});

test('a view that is held back does not hide what the others see now', (t) => {
  const view = moment(0, { 'mysql-3': { seenAs: 'UNREACHABLE' } }).members;
  const now = during(2_000, 2_200, {}, { members: { ...view, 'mysql-1': silent } });
  t.regex(headlineOf([...during(0, 2_000), ...now]), /mysql-3 is not reached by the others/);
});

test('a lost majority is told at once', (t) => {
  const down: Away = { 'mysql-1': { process: 'stopped' }, 'mysql-2': { process: 'stopped' } };
  const now = during(2_000, 2_200, down, { members: Object.fromEntries(members.map((name) => [name, silent])) });
  t.is(headlineOf([...during(0, 2_000), ...now]), 'No member answers: nothing can be read or written');
});
