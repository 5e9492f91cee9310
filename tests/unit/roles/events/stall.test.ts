import test from 'ava';
import { createStall } from '../../../../roles/relay/stall.ts';

function beginStall() {
  const clock = { nowMs: 1_000 };
  return { clock, stall: createStall(() => clock.nowMs) };
}

test('a relay that tells nothing for eight seconds rests for three, and tries again', (t) => {
  const { clock, stall } = beginStall();
  t.false(stall.isResting());
  stall.note({ isStuck: true });
  clock.nowMs += 7_999;
  stall.note({ isStuck: true });
  t.false(stall.isResting());
  clock.nowMs += 1;
  t.true(stall.isResting());
  clock.nowMs += 2_999;
  stall.note({ isStuck: false });
  t.true(stall.isResting());
  clock.nowMs += 1;
  t.false(stall.isResting());
});

test('one confirm is enough to go on, and the time is counted anew', (t) => {
  const { clock, stall } = beginStall();
  stall.note({ isStuck: true });
  clock.nowMs += 7_000;
  stall.note({ isStuck: false });
  stall.note({ isStuck: true });
  clock.nowMs += 7_000;
  t.false(stall.isResting());
  clock.nowMs += 1_000;
  t.true(stall.isResting());
});
