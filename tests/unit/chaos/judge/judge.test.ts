import test from 'ava';
import { judge } from '../../../../chaos/judge/judge.ts';
import { findObjections, makeRun, request, write } from '../support/histories.ts';

const lost = write(0, { type: 'comment', slug: 'a', mark: 'c' });
const refused = request({ atMs: 0, outcome: 'fail' });

test('a run to which no checker objects is valid', (t) => {
  t.deepEqual(findObjections({}), []);
  t.true(judge(makeRun({ requests: [request({ atMs: 0 })] })).valid);
});

test('one objection makes a run invalid', (t) => {
  t.deepEqual(findObjections({ requests: [lost] }), ['acknowledged writes are on every member, once']);
  t.false(judge(makeRun({ requests: [lost] })).valid);
});

test('every variant is held against the same promise', (t) => {
  t.deepEqual(findObjections({ variant: 'naive', requests: [refused] }), ['no request fails']);
});

test('a verdict carries the figures of all checkers', (t) => {
  const { figures } = judge(makeRun({ requests: [lost, refused] }));
  t.like(figures, { requests: 2, failed: 1, lost: 1, double: 0, stale: 0, downMs: null });
});
