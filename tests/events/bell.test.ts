import test from 'ava';
import type { Page } from 'playwright-core';
import { environment } from '../api/support/environment.ts';
import { useLab } from '../cluster/support/lab.ts';
import { sendAllUsersTo, waitUntilWebIs } from '../cluster/support/web-hosts.ts';
import { arriveAs, commentAtPage, shows, writeAtPage } from '../frontend/support/steps.ts';
import { pageTest } from '../frontend/support/visitor.ts';
import { enter, type Place } from './support/place.ts';

let place: Place | undefined;

test.before('two web hosts and the profile events', async (t) => {
  t.timeout(600_000);
  place = await enter({ webs: 2 });
  const { api } = place.lab.lab.target.endpoints;
  environment.API_URL = `http://${api.address}:${api.port}`;
});

test.after.always(async () => {
  await place?.leave();
});

/** The bell by its name, as those hear it who do not see it. */
const bell = (page: Page, name: RegExp) => page.getByRole('link', { name });

/** Opens a person's own article in their browser; gives its path. */
async function beAuthor(page: Page) {
  const { username } = await arriveAs(page);
  await writeAtPage(page);
  await bell(page, /^Notifications/).waitFor();
  return { username, path: new URL(page.url()).pathname };
}

pageTest('the bell fills while another browser writes, and empties as all is read', async (t, page, open) => {
  const { path } = await beAuthor(page);
  const other = await open();
  const { username } = await arriveAs(other);
  await other.goto(path);
  await commentAtPage(other, 'Heard at once');
  await bell(page, /^Notifications, 1 unread/).waitFor();
  t.true(
    (await page.locator('nav [role=status]').textContent())?.startsWith(`. ${username} commented on your article`),
  );
  await other.click('.banner button:has-text("Favorite Article")');
  await bell(page, /^Notifications, 2 unread/).waitFor();

  // By the keyboard alone.
  await bell(page, /^Notifications/).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('/notifications');
  await shows(page, `.notification:has-text("${username} likes your article")`);
  t.is(await page.locator('.notification.is-unread').count(), 2);
  await other.click('.banner button:has-text("Follow")');
  await shows(page, `.notification:has-text("${username} follows you")`);
  await page.getByRole('button', { name: `Mark as read: ${username} follows you` }).focus();
  await page.keyboard.press('Enter');
  await bell(page, /^Notifications, 2 unread/).waitFor();
  await page.click('button:has-text("Mark all as read")');
  await bell(page, /^Notifications$/).waitFor();
  t.is(await page.locator('.notification.is-unread').count(), 0);
  t.is(await page.locator('.notification').count(), 3);
  await page.reload();
  await shows(page, '.notification');
  t.is(await page.locator('.notification.is-unread').count(), 0);
});

pageTest('followers hear of an article, and old notifications are shown on demand', async (t, page, open) => {
  const { username } = await arriveAs(page);
  await page.goto('/');
  const reader = await open();
  await arriveAs(reader);
  await reader.goto(`/profile/${username}`);
  await reader.click('.user-info button:has-text("Follow")');
  await shows(reader, '.user-info button:has-text("Unfollow")');
  const { title } = await writeAtPage(page);
  await bell(reader, /^Notifications, 1 unread/).waitFor();
  await reader.goto('/notifications');
  await shows(reader, `.notification:has-text("${username}, an author you follow, published ${title}")`);
  await reader.click(`.notification a:has-text("${title}")`);
  await shows(reader, `.article-page h1:has-text("${title}")`);
  for (let written = 0; written < 21; written += 1) await commentAtPage(reader, `Comment ${written}`);
  await bell(page, /^Notifications, 22 unread/).waitFor();
  await page.goto('/notifications');
  await page.click('button:has-text("Show older ones")');
  await page.locator('.notification').nth(21).waitFor();
  t.is(await page.locator('.notification').count(), 22);
});

pageTest('the bell fills, too, where the web host dies that serves its stream', async (t, page, open) => {
  const lab = await useLab();
  await sendAllUsersTo('web-2');
  const { path } = await beAuthor(page);
  const other = await open();
  await arriveAs(other);
  await other.goto(path);
  await commentAtPage(other, 'Before');
  await bell(page, /^Notifications, 1 unread/).waitFor();
  await sendAllUsersTo('web-1', 'web-2');
  await lab.kill('web-2');
  await commentAtPage(other, 'Meanwhile');
  await bell(page, /^Notifications, 2 unread/).waitFor();
  await lab.start('web-2');
  await waitUntilWebIs(true, 'web-2');
  await commentAtPage(other, 'Afterwards');
  await bell(page, /^Notifications, 3 unread/).waitFor();
  await page.goto('/notifications');
  await shows(page, '.notification');
  t.is(await page.locator('.notification').count(), 3);
});
