import test from 'ava';
import { chooseSlot } from '../../../../api/webhooks/repository.ts';

test('a webhook has the lowest slot that is free, and a sixth has none', (t) => {
  const taken = [[], [1], [2, 1], [1, 3, 4, 5], [null], [null, 1, null, 2], [1, 2, 3, 4, 5], [null, null, null, 1, 2]];
  t.deepEqual(taken.map(chooseSlot), [1, 2, 3, 2, 1, 3, undefined, undefined]);
});
