import test from 'ava';
import type { Page } from 'playwright-core';
import { type TestLab, useLab } from '../cluster/support/lab.ts';
import { commentAtPage, fill, hides, newTexts, publish, registerAtPage, shows, writeAtPage } from './support/steps.ts';
import { pageTest } from './support/visitor.ts';

let testLab: TestLab;
test.before(async () => {
  testLab = await useLab();
});

/** What a person does in a few minutes; it fails where the pages show an error. */
async function spendSomeTime(page: Page) {
  const { username } = await registerAtPage(page);
  const { title } = await writeAtPage(page);
  await commentAtPage(page, 'A comment beside a fault');
  await page.goto('/');
  const other = page.locator('.article-preview').filter({ hasNot: page.locator(`.author:text-is("${username}")`) });
  await other.locator('h1').first().click();
  await page.click('.banner button:has-text("Favorite Article")');
  await shows(page, 'button:has-text("Unfavorite")');
  await page.click('.banner button:has-text("Follow")');
  await shows(page, 'button:has-text("Unfollow")');
  await page.goto(`/profile/${username}`);
  await page.click(`.article-preview h1:has-text("${title}")`);
  await page.click('a:has-text("Edit Article")');
  await fill(page, { description: 'Changed beside a fault' });
  await publish(page);
  await shows(page, `.article-page h1:has-text("${title}")`);
  await page.goto('/settings');
  await fill(page, { bio: 'Written beside a fault' });
  await page.click('button[type="submit"]');
  await shows(page, '.user-info:has-text("Written beside a fault")');
  return (await page.locator('.error-messages, .load-problem').count()) === 0;
}

const faults = {
  'is killed, and returns': { begin: () => testLab.kill('mysql-2'), end: () => testLab.start('mysql-2') },
  'is frozen, and goes on': { begin: () => testLab.pause('mysql-2'), end: () => testLab.resume('mysql-2') },
};

for (const [title, { begin, end }] of Object.entries(faults)) {
  pageTest(`a person works without one error while mysql-2 ${title}`, async (t, page, open) => {
    try {
      const [during] = await Promise.all([spendSomeTime(page), begin()]);
      t.true(during);
      const other = await open();
      const [after] = await Promise.all([spendSomeTime(other), end()]);
      t.true(after);
    } finally {
      await end();
      await testLab.waitUntilWhole();
    }
  });
}

pageTest(
  'what was sent while the API was frozen arrives once it goes on, with a notice until then',
  async (t, page) => {
    await registerAtPage(page);
    const texts = newTexts();
    await page.goto('/editor');
    await fill(page, { title: texts.title, description: texts.description, body: texts.body });
    try {
      await testLab.pause('web');
      await publish(page);
      await shows(page, '.notice');
      t.is(await page.inputValue('[name="title"]'), texts.title);
    } finally {
      await testLab.resume('web');
    }
    await shows(page, `.article-page h1:has-text("${texts.title}")`);
    await hides(page, '.notice');
    t.is(await page.locator('.error-messages').count(), 0);
  },
);
