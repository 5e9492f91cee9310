import { realworld } from '../api/support/contracts.ts';
import { register, write } from '../api/support/people.ts';
import { unique } from '../api/support/unique.ts';
import { addTag, arriveAs, fill, hides, newTexts, pathOf, publish, shows, writeAtPage } from './support/steps.ts';
import { pageTest } from './support/visitor.ts';

pageTest('an article is written, changed and deleted', async (t, page) => {
  const { username } = await arriveAs(page);
  const { title, body, tags = [] } = await writeAtPage(page);
  await shows(page, `.article-content p:has-text("${body}")`);
  for (const tag of tags) await shows(page, `.tag-list .tag-default:has-text("${tag}")`);

  await page.click('a:has-text("Edit Article")');
  await shows(page, '[name="title"]');
  t.is(await page.inputValue('[name="title"]'), title);
  await fill(page, { title: `New ${title}` });
  while ((await page.locator('.editor-page .tag-list i').count()) > 0)
    await page.locator('.editor-page .tag-list i').first().click();
  const sent = page.waitForRequest((request) => request.method() === 'PUT');
  await publish(page);
  t.deepEqual((await sent).postDataJSON().article.tagList, []);
  await shows(page, `.article-page h1:has-text("New ${title}")`);
  t.is(await page.locator('.article-page .tag-default').count(), 0);

  await page.click('button:has-text("Delete Article")');
  await page.waitForURL('/');
  await shows(page, '.article-preview, .empty-feed-message');
  await page.goto(`/profile/${username}`);
  await shows(page, '.empty-feed-message');
});

pageTest('a preview shows what the article has, and leads to it and to its author', async (t, page) => {
  const { username } = await arriveAs(page);
  const { title, description, tags = [] } = await writeAtPage(page);
  await page.goto('/');
  const preview = page.locator('.article-preview', { hasText: title });
  t.is(await preview.locator('h1').textContent(), title);
  t.is(await preview.locator('p').textContent(), description);
  t.is(await preview.locator('.author').textContent(), username);
  t.is(await preview.locator('.tag-default').count(), tags.length);
  t.true(((await preview.locator('img').getAttribute('src')) ?? '').includes('default-avatar.svg'));
  await preview.locator('h1').click();
  await shows(page, `.article-page h1:has-text("${title}")`);
  await page.goBack();
  await preview.locator('.author').click();
  await shows(page, `h4:has-text("${username}")`);
});

pageTest('tags are added and removed in the editor, and what is typed last counts too', async (t, page) => {
  await arriveAs(page);
  await page.goto('/editor');
  const { title, description, body } = newTexts();
  await fill(page, { title, description, body });
  await addTag(page, 'alpha');
  await page.locator('.tag-list .tag-pill', { hasText: 'alpha' }).locator('i').click();
  await hides(page, '.tag-list .tag-pill:has-text("alpha")');
  await addTag(page, 'beta');
  await page.fill('input[placeholder="Enter tags"]', 'gamma');
  await publish(page);
  await page.waitForURL(/\/article\/.+/);
  await shows(page, '.article-page .tag-default');
  t.deepEqual(await page.locator('.article-page .tag-default').allTextContents(), ['beta', 'gamma']);
});

pageTest('what the API refuses stands above the form, and the form keeps its text', async (t, page) => {
  await arriveAs(page);
  await page.goto('/editor');
  await fill(page, { description: 'Only this' });
  await publish(page);
  await shows(page, '.error-messages li:has-text("title can\'t be blank")');
  t.is(await page.inputValue('main [name="description"]'), 'Only this');
  t.is(pathOf(page), '/editor');
});

pageTest('the article of another user can be made a favorite, and cannot be changed', async (t, page) => {
  const author = await register(realworld);
  const { slug } = await write(author, { title: unique('Liked ') });
  const reader = await arriveAs(page);
  await page.goto(`/article/${slug}`);
  await page.click('button.btn-outline-primary:has-text("Favorite")');
  await shows(page, 'button.btn-primary:has-text("Unfavorite Article (1)")');
  t.is(await page.locator('text=Edit Article').count(), 0);
  t.is(await page.locator('text=Delete Article').count(), 0);
  await page.goto(`/profile/${reader.username}/favorites`);
  await page.locator('.article-preview button.btn-primary').click();
  await shows(page, '.article-preview button.btn-outline-primary');
});

pageTest('a visitor who likes an article or its author comes to the login page', async (t, page) => {
  const { slug } = await write(await register(realworld));
  for (const words of ['Follow', 'Favorite']) {
    await page.goto(`/article/${slug}`);
    await page.click(`button:has-text("${words}")`);
    await page.waitForURL('/login');
  }
  await page.goto('/article/no-such-article');
  await shows(page, '.article-page:has-text("article not found")');
  await page.goto('/profile/no-such-user');
  await shows(page, '.profile-page:has-text("profile not found")');
  t.is(pathOf(page), '/profile/no-such-user');
});
