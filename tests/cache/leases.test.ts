import test from 'ava';
import { runLab } from '../cluster/support/command.ts';
import { createAuthor } from '../cluster/support/web-load.ts';
import { addLocks } from '../locks/support/profile.ts';
import { closePlace, openPlace, type Place, readCounts } from './support/profile.ts';

let place: Place;

test.before(async (t) => {
  t.timeout(300_000);
  await addLocks(t);
  place = await openPlace(t);
});

test.after.always(async () => {
  if (place) await closePlace(place);
  await runLab(['remove', 'locks']);
});

test('what a window reads after it was given a lease is no copy of before', async (t) => {
  const [, other] = place.processes;
  const { slug, token } = await createAuthor(other.ask);
  const edit = () =>
    other.ask<{ editing: { mine: boolean } }>('PUT', `/articles/${slug}/editing`, {
      token,
      json: { editing: { tab: 'window-one' } },
    });
  const countTouched = async () => (await readCounts(other)).touched ?? 0;
  const before = await countTouched();
  t.true((await edit()).body.editing.mine);
  const after = await countTouched();
  t.true(after > before);
  t.true((await edit()).body.editing.mine);
  t.is(await countTouched(), after, 'a lease that goes on ends no copies');
});
