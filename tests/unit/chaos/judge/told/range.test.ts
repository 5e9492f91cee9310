import test from 'ava';
import type { Outcome } from '../../../../../chaos/history.ts';
import { countAdded } from '../../../../../chaos/judge/told/range.ts';

const counts = test.macro<[string, number, number]>((t, words, least, most) => {
  const toggles = words.split(' ').map((word) => {
    const outcome: Outcome = ({ '!': 'fail', '?': 'unknown' }[word.at(-1) ?? ''] as Outcome | undefined) ?? 'ok';
    return { there: word.startsWith('on'), outcome };
  });
  t.deepEqual(countAdded(toggles), { least, most });
});

test('each time a row was added counts', counts, 'on off on', 2, 2);
test('a row that is there is not added again', counts, 'on off! on', 1, 1);
test('a refused write adds nothing', counts, 'on! off on', 1, 1);
test('a write without an answer may have added a row', counts, 'on?', 0, 1);
test('a removal without an answer may have made place for another row', counts, 'on off? on', 1, 2);
test('the next write adds what one without an answer may have added', counts, 'on? on', 1, 1);
