import test from 'ava';
import { describeLab } from '../../../../scripts/explain/headline.ts';
import { type Away, lab, members, moment } from './support.ts';

const silent = { answers: false as const, problem: 'no answer within 1 s' };

const says = test.macro<[Away, string, string?]>((t, away, text, next) => {
  const headline = describeLab(moment(0, away), lab);
  t.is(headline.text, text);
  if (next !== undefined) t.is(headline.next, next);
});

test('a whole lab', says, {}, 'Three of three members are ONLINE; the lab can lose one more host', '');
test(
  'a killed member',
  says,
  { 'mysql-2': { process: 'stopped', seenAs: 'GONE' } },
  'Two of three members are ONLINE; mysql-2 is down',
  'Requests are served; the lab can lose no other member now. mysql-2 stays away until: ./lab start mysql-2',
);
test(
  'a frozen member',
  says,
  { 'mysql-2': { process: 'paused', seenAs: 'UNREACHABLE' } },
  'Two of three members are ONLINE; mysql-2 is frozen',
  'Requests are served; the lab can lose no other member now. mysql-2 stays away until: ./lab resume mysql-2',
);
test(
  'a member that the others do not reach, and that has not noticed',
  says,
  { 'mysql-3': { seenAs: 'UNREACHABLE' } },
  'Two of three members are ONLINE; mysql-3 is not reached by the others',
);
test(
  'a member that catches up',
  says,
  { 'mysql-3': { state: 'RECOVERING' } },
  'Two of three members are ONLINE; mysql-3 is back and catches up',
);
test(
  'a member that HAProxy does not route to yet',
  says,
  { 'mysql-3': { routed: false, check: 'Layer7 wrong status' } },
  'Three of three members are ONLINE; HAProxy does not route to mysql-3 yet',
);
test(
  'no member',
  says,
  Object.fromEntries(members.map((name) => [name, { process: 'stopped' }])),
  'No member answers: nothing can be read or written',
  'The group forms again when mysql-1, mysql-2 and mysql-3 are back: ./lab start mysql-1, ./lab start mysql-2, ./lab start mysql-3.',
);
test(
  'no majority',
  says,
  {
    'mysql-1': { process: 'stopped', seenAs: 'UNREACHABLE' },
    'mysql-2': { process: 'stopped', seenAs: 'UNREACHABLE' },
  },
  'One of three members answers, and no majority can decide: requests wait, then get 503',
);
test(
  'all members back, and no group',
  says,
  Object.fromEntries(members.map((name) => [name, { state: 'OFFLINE', seenAs: 'GONE' }])),
  'Three of three members answer, and no majority can decide: requests wait, then get 503',
  'The caretaker forms the group again, with every acknowledged write, as soon as all members answer.',
);
test(
  'a dead HAProxy',
  says,
  { haproxy: { process: 'stopped' } },
  'haproxy is down: the API reaches no member, and requests wait',
  'haproxy stays away until: ./lab start haproxy',
);
test(
  'an API that is started again',
  says,
  { web: { process: 'restarting' } },
  'web ended and is started again: no API process answers clients',
  'Its supervisor starts web again.',
);

test('an API process that runs and does not answer is told', (t) => {
  const { tone, text, next } = describeLab(moment(0, {}, { webs: { web: false } }), lab);
  t.is(text, 'web runs and does not answer: no API process answers clients');
  t.is(tone, 'bad');
  t.is(next, './lab logs web says what it does.');
});

test('members that run and answer late are not said to be dead', (t) => {
  const late = moment(0, {}, { members: Object.fromEntries(members.map((name) => [name, silent])) });
  t.is(describeLab(late, lab).text, 'The members answer the watcher late: what they do now is not known');
  t.is(describeLab(late, lab).tone, 'warn');
});

test('the tone says how bad it is', (t) => {
  t.is(describeLab(moment(0), lab).tone, 'good');
  t.is(describeLab(moment(0, { 'mysql-2': { process: 'stopped', seenAs: 'GONE' } }), lab).tone, 'warn');
  t.is(describeLab(moment(0, { haproxy: { process: 'paused' } }), lab).tone, 'bad');
});
