import test from 'ava';
import type { FaultEvent, ToldNotification } from '../../../../../chaos/history.ts';
import { judge } from '../../../../../chaos/judge/judge.ts';
import { checkResultOf } from '../../support/histories.ts';
import { told, withKey, writes } from '../../support/told.ts';

const checker = 'every write is told once and in order';

test('a lab that tells nothing has no check and no figures of events', (t) => {
  const { checks, figures } = judge(writes);
  t.false(checks.some((check) => check.checker === checker));
  t.false(Object.keys(figures).some((key) => key.startsWith('events')));
});

test('a run whose events were all told has their figures', (t) => {
  const { valid, figures, details } = checkResultOf(checker, { ...writes, told });
  t.true(valid, details.join('\n'));
  t.like(figures, { events: 11, eventsLost: 0, eventsTwice: 0, eventsOutOfOrder: 0, eventsInvented: 0 });
  t.like(figures, { toldP50Ms: 30, toldMaxMs: 60, drainedAfterMs: 40 });
});

test('what a cursor on the id would have lost is counted beside, and makes no run invalid', (t) => {
  const figuresOf = (ids: number[]) => checkResultOf(checker, { ...writes, told, cursor: { fromId: 0, ids } });
  t.is(figuresOf([1]).figures.cursorMissed, 0, 'the other one was deleted');
  t.is(figuresOf([2]).figures.cursorMissed, 1);
  t.true(figuresOf([2]).valid);
});

test('what publishing after COMMIT would have lost is counted beside, too', (t) => {
  const ids = writes.requests.map(({ id }) => id);
  const figuresOf = (published: number[]) => checkResultOf(checker, { ...writes, told, published }).figures;
  t.is(figuresOf(ids).unpublished, 0);
  t.is(figuresOf(ids.slice(2)).unpublished, 2);
});

test('events that were not taken in within their time are lost, and the first detail says how many wait', (t) => {
  const late = { ...withKey('article:2', { takenIn: 5 }), drainedAfterMs: null, waiting: 1 };
  const { valid, figures, details } = checkResultOf(checker, { ...writes, told: late });
  t.false(valid);
  t.is(figures.eventsLost, 1);
  t.regex(details[0] ?? '', /not all taken in within the time they had; 1 still wait/);
});

test('how soon after the mending all that had waited was told, and what the writes took before and meanwhile', (t) => {
  const beganAtMs = Math.min(...told.notifications.map(({ happenedAtMs }) => happenedAtMs));
  const faults: FaultEvent[] = [
    { atMs: 0, what: 'kill rabbitmq-1', host: 'rabbitmq-1', edge: 'begin' },
    { atMs: 1_000_000, what: 'start rabbitmq-1', host: 'rabbitmq-1', edge: 'end' },
  ];
  const [last, ...others] = told.notifications as [ToldNotification];
  const late = { ...last, toldAtMs: beganAtMs + 1_002_000 };
  const since = { ...last, happenedAtMs: beganAtMs + 1_001_000, toldAtMs: beganAtMs + 1_009_000 };
  const run = { ...writes, beganAtMs, faults, told: { ...told, notifications: [...others, late, since] } };
  const { figures } = checkResultOf(checker, run);
  t.is(figures.backlogMs, 2_000);
  t.is(figures.writesCalmP99Ms, null);
  t.true((figures.writesBrokenP99Ms ?? 0) > 0);
});
