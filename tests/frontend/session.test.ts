import type { Page } from 'playwright-core';
import { environment } from '../api/support/environment.ts';
import { arriveAs, fill, loginAtPage, logout, newAccount, pathOf, registerAtPage, shows } from './support/steps.ts';
import { pageTest } from './support/visitor.ts';

const ask = (page: Page, question: 'getToken' | 'getAuthState' | 'getCurrentUser') =>
  page.evaluate(
    (name) => (window as never as { __conduit_debug__: Record<string, () => unknown> }).__conduit_debug__[name]?.(),
    question,
  );

pageTest('a new user is at home after registering, stays known after a reload, and logs out', async (t, page) => {
  const { username } = await registerAtPage(page);
  t.is(pathOf(page), '/');
  await page.reload();
  await shows(page, `nav a[href="/profile/${username}"]`);
  t.is(await ask(page, 'getAuthState'), 'authenticated');
  await logout(page);
  t.is(await page.locator(`a[href="/profile/${username}"]`).count(), 0);
  t.is(await ask(page, 'getToken'), null);
});

pageTest('a user logs in again with the right password, and is told of a wrong one', async (t, page) => {
  const account = await registerAtPage(page);
  await logout(page);
  await loginAtPage(page, { ...account, password: 'a wrong password' });
  await shows(page, '.error-messages li');
  t.is(await page.textContent('.error-messages li'), 'credentials invalid');
  t.is(pathOf(page), '/login');
  t.is(await page.inputValue('[name="email"]'), account.email);
  await fill(page, { password: account.password });
  await page.click('button[type="submit"]');
  await shows(page, `nav a[href="/profile/${account.username}"]`);
});

pageTest('names that are taken and forms that are empty are refused in the page', async (t, page) => {
  const account = await registerAtPage(page);
  await logout(page);
  await page.goto('/register');
  await page.click('button[type="submit"]');
  await shows(page, '.error-messages li:has-text("username can\'t be blank")');
  await fill(page, { ...newAccount(), email: account.email });
  await page.click('button[type="submit"]');
  await shows(page, '.error-messages li:has-text("email has already been taken")');
  await fill(page, { ...newAccount(), username: account.username });
  await page.click('button[type="submit"]');
  await shows(page, '.error-messages li:has-text("username has already been taken")');
  t.is(pathOf(page), '/register');
});

pageTest('pages of users send a visitor to the login page, and back afterwards', async (t, page) => {
  for (const path of ['/settings', '/editor/some-slug', '/?feed=following', '/editor']) {
    await page.goto(path);
    await page.waitForURL('/login');
  }
  const account = newAccount();
  await page.click('main a[href="/register"]');
  await fill(page, { ...account });
  await page.click('button[type="submit"]');
  await shows(page, `nav a[href="/profile/${account.username}"]`);
  await logout(page);
  await page.goto('/editor');
  await page.waitForURL('/login');
  await fill(page, { email: account.email, password: account.password });
  await page.click('button[type="submit"]');
  await page.waitForURL('/editor');
  t.is(await page.inputValue('[name="title"]'), '');
});

pageTest('a token that is no good is forgotten, and the page goes on without', async (t, page) => {
  await page.goto('/');
  await page.evaluate(() => localStorage.setItem('jwtToken', 'no-token-of-this-server'));
  await page.reload();
  await shows(page, 'a[href="/login"]');
  await shows(page, '.article-preview');
  t.is(await ask(page, 'getToken'), null);
  t.is(await ask(page, 'getAuthState'), 'unauthenticated');
});

pageTest('while the API cannot say who the user is the token is kept, and the pages can be read', async (t, page) => {
  const { username } = await arriveAs(page);
  await page.route('**/realworld/api/user', (route) =>
    route.fulfill({ status: 500, body: '{"errors":{"server":["broken"]}}' }),
  );
  await page.goto('/');
  await shows(page, 'text=Connecting');
  await shows(page, '.article-preview');
  t.is(await ask(page, 'getAuthState'), 'unavailable');
  t.truthy(await ask(page, 'getToken'));
  await page.unroute('**/realworld/api/user');
  await shows(page, `nav a[href="/profile/${username}"]`);
});

pageTest(
  'the visitor finds the way between the pages, and the server tells pages from other paths',
  async (t, page) => {
    await page.goto('/');
    await page.click('a[href="/login"]');
    await shows(page, 'h1:has-text("Sign in")');
    await page.click('nav a[href="/register"]');
    await shows(page, 'h1:has-text("Sign up")');
    await page.goBack();
    await shows(page, 'h1:has-text("Sign in")');
    await page.click('a.navbar-brand');
    await shows(page, '.home-page .banner');
    t.is(pathOf(page), '/');
    await page.click('footer a[href="/about"]');
    await shows(page, 'h1:has-text("RealWorld API on a MySQL group")');
    const answer = await page.goto(`${environment.API_URL}/no/such/page`);
    t.is(answer?.status(), 404);
  },
);

pageTest('without the profile events there is no bell, and the stream of notifications says so', async (t, page) => {
  await arriveAs(page);
  await page.goto('/');
  await shows(page, '.home-page .feed-toggle');
  const said = await page.evaluate(async () => {
    const headers = { Authorization: `Token ${localStorage.getItem('jwtToken')}` };
    return await (await fetch('/realworld/api/notifications/stream', { headers })).text();
  });
  t.regex(said, /^event: off$/m);
  t.is(await page.getByRole('link', { name: /^Notifications/ }).count(), 0);
});
