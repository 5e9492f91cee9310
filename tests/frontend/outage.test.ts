import type { Page, Route } from 'playwright-core';
import { clientOf } from '../api/support/client.ts';
import { realworld } from '../api/support/contracts.ts';
import { register, write } from '../api/support/people.ts';
import { arriveAs, fillEditor, hides, newTexts, pathOf, publish, shows, writeAtPage } from './support/steps.ts';
import { pageTest } from './support/visitor.ts';

const notice = '.notice:has-text("The service does not answer")';
const isPost = (route: Route) => route.request().method() === 'POST';

/** Lets the first POSTs to an address fail in a way of the test's; gives the Idempotency-Key of each. */
async function failFirst(page: Page, url: string, failures: ((route: Route) => Promise<void>)[]) {
  const keys: (string | undefined)[] = [];
  await page.route(url, async (route) => {
    if (!isPost(route)) return route.continue();
    keys.push(route.request().headers()['idempotency-key']);
    const fail = failures.shift();
    return fail ? fail(route) : route.continue();
  });
  return keys;
}

const noConnection = (route: Route) => route.abort('connectionrefused');
const notNow = (route: Route) =>
  route.fulfill({
    status: 503,
    headers: { 'Retry-After': '1' },
    body: '{"errors":{"server":["Service Unavailable"]}}',
  });

/** The request arrives and is done, but its answer is lost. */
async function loseAnswer(route: Route) {
  await route.fetch();
  await route.abort('connectionreset');
}

/** As HAProxy does where a process dies over the request. */
async function sendTwice(route: Route) {
  await route.fetch();
  await route.continue();
}

pageTest('an article whose answers are lost is sent again with the same key, and is there once', async (t, page) => {
  const { username } = await arriveAs(page);
  const keys = await failFirst(page, '**/realworld/api/articles', [noConnection, loseAnswer, notNow]);
  const texts = newTexts();
  await page.goto('/editor');
  await fillEditor(page, texts);
  await publish(page);
  await shows(page, notice);
  await shows(page, `.article-page h1:has-text("${texts.title}")`);
  await hides(page, notice);
  t.is(await page.locator('.error-messages').count(), 0);
  t.is(keys.length, 4);
  t.is(new Set(keys).size, 1);
  t.regex(keys[0] ?? '', /^[\da-f]{32}$/);
  const { body } = await clientOf(realworld).get(`/articles?author=${username}`);
  t.is(body.articlesCount, 1);
});

pageTest(
  'a draft outlives the page, the browser’s reload and a lost answer; once published it is gone',
  async (t, page) => {
    const { username } = await arriveAs(page);
    const { slug } = await write(await register(realworld));
    const texts = newTexts();
    await page.goto('/editor');
    await fillEditor(page, texts);
    // The answer is lost for as long as the page is open.
    const keys = await failFirst(page, '**/realworld/api/articles', [loseAnswer, ...Array(20).fill(noConnection)]);
    await publish(page);
    await shows(page, '.error-messages li:has-text("Unable to connect")');
    await page.reload();
    await shows(page, '.draft-note:has-text("not published")');
    // Not before: the page that was open goes on sending.
    await page.unroute('**/realworld/api/articles');
    t.is(await page.inputValue('[name="title"]'), texts.title);
    t.is(await page.inputValue('[name="body"]'), texts.body);
    t.is(await page.locator('.tag-list .tag-pill').count(), 2);
    keys.push(...(await failFirst(page, '**/realworld/api/articles', [])));
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/articles'));
    await publish(page);
    t.is((await sent).headers()['idempotency-key'], keys[0]);
    await shows(page, `.article-page h1:has-text("${texts.title}")`);
    t.is((await clientOf(realworld).get(`/articles?author=${username}`)).body.articlesCount, 1);
    await page.goto('/editor');
    await shows(page, '[name="title"]');
    t.is(await page.inputValue('[name="title"]'), '');

    await page.goto(`/article/${slug}`);
    await page.fill('textarea[placeholder="Write a comment..."]', 'Half a comment');
    await page.goto(`/article/${slug}`);
    await shows(page, 'textarea[placeholder="Write a comment..."]');
    t.is(await page.inputValue('textarea[placeholder="Write a comment..."]'), 'Half a comment');
  },
);

pageTest('a changed title whose answer is lost leads to the article under its new address', async (t, page) => {
  const author = await arriveAs(page);
  const { slug, title } = await write(author);
  await page.goto(`/editor/${slug}`);
  await shows(page, '[name="title"]');
  await page.fill('[name="title"]', `Moved ${title}`);
  let isFirst = true;
  await page.route(`**/realworld/api/articles/${slug}`, async (route) => {
    if (route.request().method() !== 'PUT' || !isFirst) return route.continue();
    isFirst = false;
    return loseAnswer(route);
  });
  await publish(page);
  await shows(page, `.article-page h1:has-text("Moved ${title}")`);
  t.not(pathOf(page), `/article/${slug}`);
});

for (const [what, repeat] of [
  ['the page repeats', loseAnswer],
  ['a proxy repeats', sendTwice],
] as const) {
  pageTest(`a changed text that was saved is saved, and no conflict, where ${what} the request`, async (t, page) => {
    await arriveAs(page);
    await writeAtPage(page);
    const address = pathOf(page);
    await page.click('a:has-text("Edit Article")');
    await page.fill('[name="body"]', 'Saved once');
    let isFirst = true;
    await page.route(`**/realworld/api${address.replace('article', 'articles')}`, async (route) => {
      if (route.request().method() !== 'PUT' || !isFirst) return route.continue();
      isFirst = false;
      return repeat(route);
    });
    await publish(page);
    await shows(page, '.article-page p:has-text("Saved once")');
    t.false(isFirst);
    t.is(pathOf(page), address);
  });
}

pageTest('a form says that nothing answers, keeps its text, and sends it when there is an answer', async (t, page) => {
  const person = await register(realworld);
  await page.goto('/login');
  let isDown = true;
  await page.route('**/realworld/api/users/login', (route) => (isDown ? noConnection(route) : route.continue()));
  await page.fill('[name="email"]', person.email);
  await page.fill('[name="password"]', person.password);
  await page.click('button[type="submit"]');
  await shows(page, '.error-messages li:has-text("Unable to connect")');
  t.is(await page.inputValue('[name="email"]'), person.email);
  isDown = false;
  await shows(page, `nav a[href="/profile/${person.username}"]`);
  t.is(pathOf(page), '/');
});

pageTest('lists, tags and articles that cannot be read leave the page whole', async (t, page) => {
  const broken = {
    status: 500,
    contentType: 'application/json',
    body: '{"errors":{"server":["Internal Server Error"]}}',
  };
  await page.route('**/realworld/api/articles*', (route) => route.fulfill(broken));
  await page.route('**/realworld/api/tags', (route) => route.abort('internetdisconnected'));
  await page.goto('/');
  await shows(page, '.empty-feed-message:has-text("server Internal Server Error")');
  await shows(page, '.banner');
  await shows(page, '.feed-toggle');
  await page.unroute('**/realworld/api/articles*');
  await page.click('button:has-text("Try again")');
  await shows(page, '.article-preview');
  for (const answer of [{ status: 200, body: '{ no json' }, { status: 204 }]) {
    await page.route('**/realworld/api/articles*', (route) => route.fulfill(answer));
    await page.goto('/');
    await shows(page, '.empty-feed-message');
    await page.unroute('**/realworld/api/articles*');
  }
  t.pass();
});

pageTest('a session that has ended while one typed costs no text', async (t, page) => {
  const person = await arriveAs(page);
  const texts = newTexts();
  await page.goto('/editor');
  await fillEditor(page, texts);
  await page.evaluate(() => localStorage.setItem('jwtToken', 'an-expired-token'));
  await publish(page);
  await shows(page, '.error-messages li:has-text("token is invalid")');
  await page.click('button:has-text("Log in again")');
  await page.fill('[name="email"]', person.email);
  await page.fill('[name="password"]', person.password);
  await page.click('button[type="submit"]');
  await page.waitForURL('/editor');
  t.is(await page.inputValue('[name="title"]'), texts.title);
  await publish(page);
  await shows(page, `.article-page h1:has-text("${texts.title}")`);
});
