import test from 'ava';
import { askAgainIfLate, sumLateness } from '../../../../scripts/waiting/own-lateness.ts';

const lateness = test.macro({
  exec: (t, moments: number[], expected: number) => t.is(sumLateness(moments), expected),
  title: (title = '') => `a timer that fires every 20 ms ${title}`,
});

test('and does so in time is not late', lateness, [0, 20, 41, 62, 101], 0);
test('and once fires after a second was late by the rest', lateness, [0, 20, 1_020, 1_041], 980);
test('was late by all its gaps together', lateness, [0, 100, 120, 220], 160);
test('and never fires was late all the time', lateness, [0, 500], 480);
test('is not late before it could fire', lateness, [0, 5], 0);

/** How often is asked where this program gets no processor meanwhile. */
async function countAsked({ isSilent }: { isSilent: boolean }) {
  let asked = 0;
  const ask = async () => {
    const untilMs = performance.now() + 800;
    while (performance.now() < untilMs);
    asked += 1;
    return asked;
  };
  const answer = await askAgainIfLate(ask, () => isSilent);
  return { asked, answer };
}

test('a silence during which this program itself stood still is asked about once more, and only once', async (t) => {
  t.deepEqual(await countAsked({ isSilent: true }), { asked: 2, answer: 2 });
});

test('an answer counts however late this program was', async (t) => {
  t.deepEqual(await countAsked({ isSilent: false }), { asked: 1, answer: 1 });
});
