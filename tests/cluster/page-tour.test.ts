import test from 'ava';
import type { Page } from 'playwright-core';
import { viewKey } from '../../page/server/access.ts';
import { readRecord } from '../../scripts/record/reader.ts';
import { recordDir } from '../../scripts/record/segments.ts';
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

// On an idle machine it takes some 0.3 s; a busy one takes seconds to begin a command.
const soon = { timeout: 30_000 };
const recovery = { timeout: 120_000 };

const killed = (name: string) => new RegExp(`HAProxy took ${name} out .* after it was killed`);

/** When a command began to do something to a host: a busy machine takes seconds to come to that. */
function beginningOf(host: string, sinceMs: number) {
  const { stateDir } = testLab.lab.config;
  const lines = [...readRecord(recordDir(stateDir), { sinceMs })];
  return lines.find((line) => line.type === 'action' && line.host === host)?.atMs ?? Number.NaN;
}

/** Presses a button that is reached with the Tab key alone. */
async function pressByKeyboard(page: Page, name: string) {
  const isThere = (wanted: string) => document.activeElement?.getAttribute('aria-label') === wanted;
  for (let steps = 0; !(await page.evaluate(isThere, name)); steps += 1) {
    if (steps > 200) throw new Error(`Tab does not lead to the button ${name}`);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
}

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
      return Date.now();
    },
    card,
    untilShown: (name: string, word: string, options: { timeout: number }) =>
      card(name).locator('.state', { hasText: word }).waitFor(options),
    untilReached: (text: string) =>
      tour.locator('li.good', { hasText: text }).or(tour.getByText('You have seen it all')).first().waitFor(recovery),
  };
}

pageTest('the tour is walked to its end, and the page shows what its buttons do', async (t, page, open) => {
  t.timeout(450_000);
  const { target, secrets } = testLab.lab;
  const members = target.endpoints.members.map(({ name }) => name);
  const [, victim = ''] = members;
  const { address = '', port } = target.watcher?.page ?? {};
  const key = secrets.page as string;
  await page.goto(`http://${address}:${port}/?key=${key}`);
  const { tour, why, load, card, press, untilShown, untilReached } = useTour(page);
  const onlooker = await open();
  await onlooker.goto(`http://${address}:${port}/?view=${viewKey(key)}`);
  await page.getByRole('button', { name: 'Take the tour' }).click();
  await write(await register(contractNamed('laravel')));
  await press('Start the load');

  const pressedMs = await press(`Kill ${victim}`);
  await untilShown(victim, 'down', soon);
  const shownMs = Date.now();
  await why.getByText(killed(victim)).first().waitFor(soon);
  const toldMs = Date.now();
  await useTour(onlooker).untilShown(victim, 'down', soon);
  t.is(await onlooker.getByRole('button', { name: /^(Kill|Start) / }).count(), 0);
  const beganMs = beginningOf(victim, pressedMs);
  const [shownAfter, toldAfter] = [shownMs - beganMs, toldMs - beganMs];
  t.log(
    `begun ${beganMs - pressedMs} ms after the button; shown ${shownAfter} ms, told why ${toldAfter} ms after that`,
  );
  t.true(shownAfter < 10_000, 'a second on an idle machine');
  t.true(toldAfter < 20_000, 'two seconds on an idle machine');

  await press(`Start ${victim}`);
  await untilShown(victim, 'ONLINE', recovery);
  await card(victim)
    .getByText(/^routed, /)
    .waitFor(recovery);
  await press(/^Freeze /);
  await press(/^Let go on: /);
  await press('Stop the load');
  await load.getByText('All checks passed: nothing failed').waitFor(recovery);
  for (const count of ['failed', 'lost', 'double', 'stale'])
    t.is(await load.locator('dt', { hasText: count }).locator('xpath=following-sibling::dd').textContent(), '0', count);

  await press(`Kill ${members.join(', ')}`);
  await page.getByText('No member answers: nothing can be read or written').waitFor(soon);
  await press(`Start ${members.join(', ')}`);
  await untilReached('All are ONLINE, with every transaction that they had before');
  t.is(await tour.locator('ol.steps li.good').count(), 7);

  await pressByKeyboard(page, 'Stop haproxy');
  await untilShown('haproxy', 'down', soon);
  await why.getByText('The page stopped haproxy.').waitFor(soon);
  await pressByKeyboard(page, 'Start haproxy');
  await untilShown('haproxy', 'running', recovery);

  const told = why.locator('.sentence', { hasText: killed(victim) }).last();
  await told.locator('button.link').evaluate((button: HTMLElement) => button.click());
  await untilShown(victim, 'down', soon);
  await page.getByRole('button', { name: 'Go live' }).click();
  await untilShown(victim, 'ONLINE', soon);

  await target.watcher?.stop();
  await page.getByText('the watcher does not answer').waitFor(soon);
  await target.watcher?.start();
  await page.getByText('live', { exact: true }).waitFor(recovery);
  await useTour(onlooker).untilShown(victim, 'ONLINE', recovery);
});
