import test from 'ava';
import type { Page } from 'playwright-core';
import { contractNamed } from '../api/support/contracts.ts';
import { register, write } from '../api/support/people.ts';
import { pageTest } from '../frontend/support/visitor.ts';
import { type TestLab, useLab } from './support/lab.ts';

// The lab's page, its buttons and its tour on a lab that really loses its members.

let testLab: TestLab;

test.before(async () => {
  testLab = await useLab();
  await testLab.waitUntilWhole();
  await testLab.lab.target.watcher?.start();
});

test.after.always(() => testLab.waitUntilWhole());

// On an idle machine it takes some 0.3 s.
const soon = { timeout: 5_000 };
const recovery = { timeout: 120_000 };

const killed = (name: string) => new RegExp(`HAProxy took ${name} out .* after it was killed`);

/** The page as a person at it uses it. */
function useTour(page: Page) {
  const tour = page.getByRole('region', { name: 'The tour' });
  const card = (name: string) => page.locator(`[data-host="${name}"]`);
  return {
    tour,
    why: page.getByRole('region', { name: 'Why', exact: true }),
    load: page.getByRole('region', { name: 'Load', exact: true }),
    /** Presses a button of the tour, and gives the time. */
    async press(name: string | RegExp) {
      await tour.getByRole('button', { name }).click(recovery);
      return performance.now();
    },
    untilShown: (name: string, word: string, options: { timeout: number }) =>
      card(name).locator('.state', { hasText: word }).waitFor(options),
    untilReached: (text: string) =>
      tour.locator('li.good', { hasText: text }).or(tour.getByText('You have seen it all')).first().waitFor(recovery),
  };
}

pageTest('the tour is walked to its end, and the page shows what its buttons do', async (t, page) => {
  t.timeout(400_000);
  const { target, secrets } = testLab.lab;
  const members = target.endpoints.members.map(({ name }) => name);
  const [, victim = ''] = members;
  const { address = '', port } = target.watcher?.page ?? {};
  await page.goto(`http://${address}:${port}/?key=${secrets.page}`);
  const { tour, why, load, press, untilShown, untilReached } = useTour(page);
  await page.getByRole('button', { name: 'Take the tour' }).click();
  await write(await register(contractNamed('laravel')));
  await press('Start the load');

  const killedMs = await press(`Kill ${victim}`);
  await untilShown(victim, 'down', soon);
  const shownMs = performance.now();
  await why.getByText(killed(victim)).first().waitFor(soon);
  const toldMs = performance.now();
  t.log(`shown after ${Math.round(shownMs - killedMs)} ms, told why after ${Math.round(toldMs - killedMs)} ms`);

  await press(`Start ${victim}`);
  await untilShown(victim, 'ONLINE', recovery);
  await press(/^Freeze /);
  await press(/^Let go on: /);
  await press('Stop the load');
  await load.getByText('All checks passed: nothing failed').waitFor(recovery);

  await press(`Kill ${members.join(', ')}`);
  await page.getByText('No member answers: nothing can be read or written').waitFor(soon);
  await press(`Start ${members.join(', ')}`);
  await untilReached('All are ONLINE, with every transaction that they had before');
  t.is(await tour.locator('ol.steps li.good').count(), 7);

  const told = why.locator('.sentence', { hasText: killed(victim) }).last();
  await told.locator('button.link').evaluate((button: HTMLElement) => button.click());
  await untilShown(victim, 'down', soon);
  await page.getByRole('button', { name: 'Go live' }).click();
  await untilShown(victim, 'ONLINE', soon);
});
