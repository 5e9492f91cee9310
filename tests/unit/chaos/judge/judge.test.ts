import test from 'ava';
import { judge } from '../../../../chaos/judge/judge.ts';
import { findObjections, makeRun, operation, write } from '../support/histories.ts';

const lost = write(0, { type: 'comment', slug: 'a', mark: 'c' });
const refused = operation({ atMs: 0, outcome: 'fail' });

test('a run to which no checker objects is valid', (t) => {
  t.deepEqual(findObjections({}), []);
  t.true(judge(makeRun({ operations: [operation({ atMs: 0 })] })).valid);
});

test('one objection makes a run invalid', (t) => {
  t.deepEqual(findObjections({ operations: [lost] }), ['acknowledged writes are on every member, once']);
  t.false(judge(makeRun({ operations: [lost] })).valid);
});

test('every variant is held against the same promise', (t) => {
  t.deepEqual(findObjections({ variant: 'naive', operations: [refused] }), ['no request fails']);
});

test('a judgement carries the figures of all checkers', (t) => {
  const { figures } = judge(makeRun({ operations: [lost, refused] }));
  t.like(figures, { requests: 2, failed: 1, lost: 1, double: 0, stale: 0, downMs: null });
});
