import test from 'ava';
import { readPatience } from '../../../api/patience.ts';

test('patience is a factor from 1 to 20, and 1 where none is said', (t) => {
  t.deepEqual(
    ['6', '1.5', '400'].map((text) => readPatience(text)),
    [6, 1.5, 20],
  );
  t.deepEqual(
    [undefined, '', '0', '-3', 'much'].map((text) => readPatience(text)),
    [1, 1, 1, 1, 1],
  );
});
