import { realworld } from '../api/support/contracts.ts';
import { register, write } from '../api/support/people.ts';
import { unique } from '../api/support/unique.ts';
import { arriveAs, pathOf, shows } from './support/steps.ts';
import { pageTest } from './support/visitor.ts';

pageTest('everyone reads the global feed; a user also has their own', async (t, page) => {
  const author = await register(realworld);
  const { title } = await write(author, { title: unique('Followed ') });
  await page.goto('/');
  await shows(page, '.feed-toggle .nav-link.active:has-text("Global Feed")');
  t.is(await page.locator('text=Your Feed').count(), 0);

  await arriveAs(page);
  await page.goto('/?feed=following');
  await shows(page, '.empty-feed-message:has-text("Your feed is empty")');
  await page.goto(`/profile/${author.username}`);
  await page.click('button:has-text("Follow")');
  await shows(page, `button:has-text("Unfollow ${author.username}")`);
  await page.goto('/');
  await page.click('a:has-text("Your Feed")');
  await shows(page, `.article-preview h1:has-text("${title}")`);
  t.is(pathOf(page), '/?feed=following');
  await page.click('.feed-toggle a:has-text("Global Feed")');
  await shows(page, '.feed-toggle .nav-link.active:has-text("Global Feed")');
  t.is(pathOf(page), '/');
});

pageTest('a list has pages, which the address names', async (t, page) => {
  const author = await register(realworld);
  const tag = unique('tag');
  for (let count = 0; count < 12; count += 1) await write(author, { tagList: [tag] });
  await page.goto(`/tag/${tag}`);
  await shows(page, `.feed-toggle .nav-link.active:has-text("${tag}")`);
  await shows(page, '.article-preview');
  t.is(await page.locator('.article-preview').count(), 10);
  await page.click('.pagination button:has-text("2")');
  await shows(page, '.pagination .page-item.active:has-text("2")');
  t.is(pathOf(page), `/tag/${tag}?page=2`);
  t.is(await page.locator('.article-preview').count(), 2);
  await page.reload();
  await shows(page, '.article-preview');
  t.is(await page.locator('.article-preview').count(), 2);
  await page.goBack();
  await shows(page, '.pagination .page-item.active:has-text("1")');
  await page.click('.feed-toggle a:has-text("Global Feed")');
  await shows(page, '.article-preview');
  t.is(pathOf(page), '/');
});

pageTest('popular tags lead to their articles', async (t, page) => {
  const { tagList } = await write(await register(realworld), { tagList: [`aa${unique('tag')}`] });
  await page.goto('/');
  await shows(page, '.sidebar .tag-list .tag-pill');
  // Quoted: it may be of another test, and any character.
  const tag = JSON.stringify(await page.locator('.sidebar .tag-pill').first().textContent());
  await page.locator('.sidebar .tag-pill').first().click();
  await shows(page, `.feed-toggle .nav-link.active:has-text(${tag})`);
  await shows(page, `.article-preview .tag-default:has-text(${tag})`);
  await page.goto(`/tag/${tagList[0]}`);
  await shows(page, '.article-preview');
  t.is(await page.locator('.article-preview').count(), 1);
});

pageTest('a profile has two tabs: what the user wrote, and what the user likes', async (t, page) => {
  const author = await register(realworld);
  const reader = await arriveAs(page);
  const [first] = [await write(author), await write(author), await write(reader)];
  await reader.post(`/articles/${first?.slug}/favorite`);
  await page.goto(`/profile/${reader.username}`);
  await shows(page, 'a[href="/settings"]:has-text("Edit Profile Settings")');
  await shows(page, '.article-preview');
  t.is(await page.locator('.article-preview').count(), 1);
  t.is(await page.locator('button:has-text("Follow")').count(), 0);
  await page.click('a:has-text("Favorited")');
  await shows(page, `.article-preview:has-text("${author.username}")`);
  t.is(pathOf(page), `/profile/${reader.username}/favorites`);
  await page.click(`.article-preview .author`);
  await shows(page, `h4:has-text("${author.username}")`);
  await page.locator('.article-preview').nth(1).waitFor();
  t.is((await page.textContent('.user-info p'))?.trim(), '');
});
