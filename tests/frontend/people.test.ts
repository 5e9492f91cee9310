import { realworld } from '../api/support/contracts.ts';
import { comment, register, write } from '../api/support/people.ts';
import {
  arriveAs,
  commentAtPage,
  fill,
  hides,
  loginAtPage,
  logout,
  newAccount,
  pathOf,
  registerAtPage,
  shows,
} from './support/steps.ts';
import { pageTest } from './support/visitor.ts';

pageTest('comments are posted, kept and deleted, each by its author', async (t, page) => {
  const author = await register(realworld);
  const { slug } = await write(author);
  await comment(author, slug, 'The words of the author');
  await arriveAs(page);
  await page.goto(`/article/${slug}`);
  await commentAtPage(page, 'First comment');
  await commentAtPage(page, 'Second comment\nof two lines');
  t.is(await page.inputValue('textarea[placeholder="Write a comment..."]'), '');
  t.is(await page.locator('.card:not(.comment-form)').count(), 3);
  t.is(await page.locator('.card:not(.comment-form)', { hasText: 'of the author' }).locator('.mod-options').count(), 0);
  await page.reload();
  await shows(page, '.card-block:has-text("Second comment")');
  await page.locator('.card', { hasText: 'First comment' }).locator('span.mod-options i.ion-trash-a').click();
  await hides(page, '.card-block:has-text("First comment")');
  t.is(await page.locator('.card:not(.comment-form)').count(), 2);
});

pageTest('a visitor reads comments and is invited to write some', async (t, page) => {
  const author = await register(realworld);
  const { slug } = await write(author);
  await comment(author, slug, 'To be read by all');
  await page.goto(`/article/${slug}`);
  await shows(page, '.card-block:has-text("To be read by all")');
  t.is(await page.locator('textarea').count(), 0);
  await page.click('.comments a:has-text("Sign in")');
  await fill(page, { email: author.email, password: author.password });
  await page.click('button[type="submit"]');
  await page.waitForURL(`/article/${slug}`);
  await shows(page, 'textarea[placeholder="Write a comment..."]');
});

pageTest('a user is followed from a profile and from an article, and no longer', async (t, page) => {
  const author = await register(realworld);
  const { slug } = await write(author);
  await arriveAs(page);
  for (const path of [`/profile/${author.username}`, `/article/${slug}`]) {
    await page.goto(path);
    await page.click(`button:has-text("Follow ${author.username}")`);
    await shows(page, `button:has-text("Unfollow ${author.username}")`);
    await page.click(`button:has-text("Unfollow ${author.username}")`);
    await hides(page, `button:has-text("Unfollow ${author.username}")`);
  }
  t.is(pathOf(page), `/article/${slug}`);
});

pageTest('settings change one thing without the others', async (t, page) => {
  const { username } = await arriveAs(page);
  await page.goto('/settings');
  t.is(await page.inputValue('[name="username"]'), username);
  t.deepEqual([await page.inputValue('[name="image"]'), await page.inputValue('[name="bio"]')], ['', '']);
  const image = 'https://pictures.example/me.jpeg';
  await fill(page, { bio: 'A new bio', image });
  await page.click('button[type="submit"]');
  await page.waitForURL(`/profile/${username}`);
  await shows(page, '.user-info:has-text("A new bio")');
  await shows(page, `.user-img[src="${image}"]`);
  await shows(page, `nav a[href="/profile/${username}"] .user-pic[src="${image}"]`);
  await page.goto('/settings');
  t.is(await page.inputValue('[name="bio"]'), 'A new bio');
  const renamed = newAccount();
  await fill(page, { username: renamed.username });
  await page.click('button[type="submit"]');
  await page.waitForURL(`/profile/${renamed.username}`);
  await shows(page, `nav a[href="/profile/${renamed.username}"]`);
});

pageTest('a new password and a new address are those that count', async (t, page) => {
  const account = await registerAtPage(page);
  const { email } = newAccount();
  await page.goto('/settings');
  await fill(page, { email, password: 'another password' });
  await page.click('button[type="submit"]');
  await page.waitForURL(`/profile/${account.username}`);
  await logout(page);
  await loginAtPage(page, { ...account, email });
  await shows(page, '.error-messages');
  t.is(pathOf(page), '/login');
  await loginAtPage(page, { ...account, email, password: 'another password' });
  await shows(page, `nav a[href="/profile/${account.username}"]`);
});
