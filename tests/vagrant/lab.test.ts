import test from 'ava';
// In this order: they share the machines that the first one makes.
import './lab/use.ts';
import './lab/losses.ts';
import './lab/changes.ts';
import './lab/logs.ts';
import './lab/buttons.ts';
import { readStatus, waitUntilWhole } from './support/vagrant-lab.ts';

test.serial('the whole lab works in the end', async (t) => {
  await waitUntilWhole(60_000);
  const { members: all } = await readStatus();
  t.deepEqual(
    all.map(({ foreignGtids }) => foreignGtids),
    ['', '', ''],
  );
});
