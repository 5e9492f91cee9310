import test from 'ava';
import type { Page, Request } from 'playwright-core';
import { environment } from '../api/support/environment.ts';
import { arriveAs, fill, hides, publish, shows, writeAtPage } from '../frontend/support/steps.ts';
import { pageTest } from '../frontend/support/visitor.ts';
import { addLocks } from './support/profile.ts';

// The tests of over-http.test.ts, which come last, use the same profile and remove it.
test.before(async (t) => {
  t.timeout(300_000);
  await addLocks(t);
});

const publishButton = 'button:has-text("Publish Article")';

/** Writes an article and opens it in the editor, with a lease under which it was compared; gives its path and the request for the lease. */
async function editNewArticle(page: Page): Promise<{ path: string; asked: Request }> {
  await writeAtPage(page);
  const path = new URL(page.url()).pathname;
  let asked: Request | undefined;
  const compared = page.waitForResponse((answer) => {
    const method = answer.request().method();
    if (answer.url().endsWith('/editing') && method === 'PUT') asked = answer.request();
    return asked !== undefined && method === 'GET' && answer.url().endsWith(path.replace('/article/', '/articles/'));
  });
  await page.click('a:has-text("Edit Article")');
  await shows(page, publishButton);
  await compared;
  return { path, asked: asked as unknown as Request };
}

const editorOf = (path: string) => path.replace('/article/', '/editor/');

pageTest(
  'who edits is seen by others, and a save by a window whose lease was lost overwrites nothing',
  async (t, page, open) => {
    const person = await arriveAs(page);
    const { path } = await editNewArticle(page);
    const [reader, second] = [await open(), await open()];
    await reader.goto(path);
    await shows(reader, `.editing-note:has-text("${person.username} is editing since")`);
    await arriveAs(second, person);
    await second.goto(editorOf(path));
    await shows(second, `.editing-note:has-text("${person.username} is editing since")`);
    t.true(await second.isDisabled(publishButton));

    // The first window is not heard any more, and hears nothing: the second follows after 15 s.
    await page.route('**/editing', (route) => route.abort());
    await fill(page, { body: 'The first text' });
    await hides(second, '.editing-note');
    await fill(second, { body: 'The second text' });
    await publish(second);
    await shows(second, '.article-page p:has-text("The second text")');

    await publish(page);
    await shows(page, '.error-messages:has-text("opened in another window since")');
    await shows(page, '.two-texts .own:has-text("The first text")');
    await shows(page, '.two-texts .stored:has-text("The second text")');
    await second.reload();
    await shows(second, '.article-page p:has-text("The second text")');
    t.is(await page.inputValue('[name="body"]'), 'The first text');
  },
);

pageTest('a window that wakes up compares its text with what is stored before it may save', async (t, page, open) => {
  const person = await arriveAs(page);
  const { path, asked } = await editNewArticle(page);
  await page.context().setOffline(true);
  await fill(page, { body: 'Written while asleep' });
  // The end of its lease, without the wait for it.
  const { tab } = asked.postDataJSON().editing;
  const url = `${environment.API_URL}${new URL(asked.url()).pathname}?tab=${tab}`;
  const ended = await fetch(url, { method: 'DELETE', headers: { Authorization: `Token ${person.token}` } });
  t.is(ended.status, 204);

  const second = await open();
  await arriveAs(second, person);
  await second.goto(editorOf(path));
  await shows(second, publishButton);
  await fill(second, { body: 'Written awake' });
  await publish(second);
  await shows(second, '.article-page p:has-text("Written awake")');

  await page.context().setOffline(false);
  await shows(page, '.two-texts .own:has-text("Written while asleep")');
  await shows(page, '.two-texts .stored:has-text("Written awake")');
  t.true(await page.isDisabled(publishButton));
  await page.click('button:has-text("Take what is stored")');
  await hides(page, '.two-texts');
  t.is(await page.inputValue('[name="body"]'), 'Written awake');
  await fill(page, { body: 'By one who has seen both' });
  await publish(page);
  await shows(page, '.article-page p:has-text("By one who has seen both")');
});

pageTest(
  'a draft of an earlier visit is shown beside what was saved since, and overwrites nothing',
  async (t, page, open) => {
    const person = await arriveAs(page);
    const { path } = await editNewArticle(page);
    await fill(page, { body: 'A draft of long ago' });
    await page.goto('/');

    const second = await open();
    await arriveAs(second, person);
    await second.goto(editorOf(path));
    await fill(second, { body: 'Saved meanwhile' });
    await publish(second);
    await shows(second, '.article-page p:has-text("Saved meanwhile")');

    await page.goto(editorOf(path));
    await shows(page, '.two-texts .own:has-text("A draft of long ago")');
    await shows(page, '.two-texts .stored:has-text("Saved meanwhile")');
    t.true(await page.isDisabled(publishButton));
    await page.click('button:has-text("Keep my text")');
    await hides(page, '.two-texts');
    await page.reload();
    await shows(page, '.draft-note:has-text("your draft")');
    await publish(page);
    await shows(page, '.article-page p:has-text("A draft of long ago")');
  },
);

pageTest('a window that is never told of its lease overwrites nothing', async (t, page, open) => {
  const person = await arriveAs(page);
  await writeAtPage(page);
  const path = new URL(page.url()).pathname;
  await page.route('**/editing', (route) => route.abort());
  await page.click('a:has-text("Edit Article")');
  await shows(page, publishButton);
  await fill(page, { body: 'Without a lease' });

  const second = await open();
  await arriveAs(second, person);
  await second.goto(editorOf(path));
  await fill(second, { body: 'With a lease' });
  await publish(second);
  await shows(second, '.article-page p:has-text("With a lease")');

  await publish(page);
  await shows(page, '.error-messages:has-text("saved in another window since")');
  await shows(page, '.two-texts .own:has-text("Without a lease")');
  await shows(page, '.two-texts .stored:has-text("With a lease")');
  await second.reload();
  await shows(second, '.article-page p:has-text("With a lease")');
  t.is(await page.inputValue('[name="body"]'), 'Without a lease');
});
