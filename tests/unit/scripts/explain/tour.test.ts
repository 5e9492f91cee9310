import test from 'ava';
import type { Entry, Moment } from '../../../../scripts/explain/moment.ts';
import { planTour } from '../../../../scripts/explain/tour/steps.ts';
import { advanceTour, beginTour, findStep, placeGoals } from '../../../../scripts/explain/tour/tour.ts';
import type { LoadLine } from '../../../../scripts/record/lines.ts';
import { type Away, lab, members, moment } from './support.ts';

const steps = planTour({ hosts: lab.hosts, apiUrl: 'http://127.0.0.1:3000/' });
const titles = steps.map(({ title }) => title);

/** The title of the step that a tour has come to; undefined at its end. */
const follow = (entries: Entry[]) => {
  const progress = entries.reduce(advanceTour, beginTour(steps));
  return findStep(steps, progress)?.title;
};

/** A moment at which every member has so many transactions, and the API has answered so many writes since the last. */
function at(atMs: number, { away = {}, transactions = 10, writes = 0 }: Seen = {}): Moment {
  const plain = moment(atMs, away);
  const counted = Object.entries(plain.members).map(([name, member]) =>
    member.answers ? [name, { ...member, transactions }] : [name, member],
  );
  const api = { seconds: 1, done: writes, failed: 0, writes, retried: 0, settled: 0 };
  return { ...plain, members: Object.fromEntries(counted), api };
}

interface Seen {
  away?: Away;
  transactions?: number;
  writes?: number;
}

function load(atMs: number, edge: LoadLine['edge'], requests: number): LoadLine {
  const verdict = edge === 'done' ? { verdict: { valid: true, problems: [] } } : {};
  return { type: 'load', atMs, edge, ratePerSecond: 60, figures: { requests }, ...verdict };
}

const down = { process: 'stopped', routed: false };
const gone = { process: 'stopped', routed: false, seenAs: 'GONE' };
const all = (away: Away[string]) => Object.fromEntries(members.map((name) => [name, away]));

const article = [at(0), at(1_000, { writes: 1, transactions: 11 })];
const loaded = [...article, load(2_000, 'begin', 100), at(2_200)];
const killed = [
  ...loaded,
  at(3_000, { away: { 'mysql-2': { ...down, routed: true } } }),
  at(3_200, { away: { 'mysql-2': down } }),
  at(8_000, { away: { 'mysql-2': gone } }),
];
const returned = [...killed, at(9_000, { away: { 'mysql-2': { routed: false, seenAs: 'GONE' } } }), at(12_000)];
const frozen = { 'mysql-3': { process: 'paused', routed: false } };
const thawed = [...returned, at(13_000, { away: frozen }), at(13_200, { away: frozen }), at(20_000)];
const judged = [...thawed, load(21_000, 'done', 900), at(21_200, { transactions: 500 })];
const dead = [...judged, at(22_000, { away: all(down) })];
const risen = [...dead, at(30_000, { away: all({ state: 'OFFLINE', seenAs: 'GONE' }), transactions: 500 })];

test('there are seven steps, and each says what to do, what will be seen and why', (t) => {
  t.is(steps.length, 7);
  t.true(steps.every(({ todo, see, why, goals }) => todo && see && why && goals.length > 0));
});

const comesTo = test.macro<[Entry[], number]>((t, entries, step) => t.is(follow(entries), titles[step]));

test('it begins with an article', comesTo, [], 0);
test('a look at the lab ticks nothing off', comesTo, [at(0), at(1_000)], 0);
test(
  'a write that the API answered and one member lacks ticks nothing off',
  comesTo,
  [at(0), at(1_000, { writes: 1 })],
  0,
);
test('transactions without a write of a client tick nothing off', comesTo, [at(0), at(1_000, { transactions: 11 })], 0);
test('an article ticks off the first step', comesTo, article, 1);
test('a load ticks off the second when it has answers', comesTo, [...article, load(2_000, 'begin', 99), at(2_200)], 1);
test('a load with a hundred answers ticks off the second', comesTo, loaded, 2);
test('a dead member that is still in the view does not end the third', comesTo, killed.slice(0, -1), 2);
test('a member that the group goes on without does', comesTo, killed, 3);
test('a started member that lacks transactions does not end the fourth', comesTo, returned.slice(0, -1), 3);
test('a member that gets clients again does', comesTo, returned, 4);
test('a member that was frozen and goes on ends the fifth', comesTo, thawed, 5);
test('a verdict ends the sixth', comesTo, judged, 6);
test('members that run and form no group do not end the tour', comesTo, risen, 6);
test('a group that lacks transactions does not end it', comesTo, [...risen, at(40_000, { transactions: 499 })], 6);

test('a group with all transactions ends it', (t) => {
  t.is(follow([...risen, at(40_000, { transactions: 500 })]), undefined);
});

test('each goal is ticked off at its own moment, and the next one is known', (t) => {
  const progress = killed.slice(0, -1).reduce(advanceTour, beginTour(steps));
  const third = steps[2] as (typeof steps)[number];
  t.deepEqual(
    placeGoals(steps, third, progress).map(({ reachedMs, isNext }) => ({ reachedMs, isNext })),
    [
      { reachedMs: 3_000, isNext: false },
      { reachedMs: 3_200, isNext: false },
      { reachedMs: undefined, isNext: true },
    ],
  );
});
