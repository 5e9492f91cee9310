import { realworld } from '../api/support/contracts.ts';
import { send } from '../api/support/http.ts';
import { register, write } from '../api/support/people.ts';
import { shows } from './support/steps.ts';
import { pageTest } from './support/visitor.ts';

const attacks = [
  '<script>document.title = "run"</script>',
  '<img src=x onerror="document.title = \'run\'">',
  '<svg onload="document.title = \'run\'">',
  '<iframe srcdoc="<script>parent.document.title = \'run\'</script>"></iframe>',
  '<a href="javascript:document.title = \'run\'">click me</a>',
  '[click me](javascript:document.title="run")',
  '![picture" onerror="document.title = 1](https://pictures.example/none.png)',
  '<div onmouseover="document.title = \'run\'">over me</div>',
];

pageTest('what an article holds is shown as text and runs nothing', async (t, page) => {
  const author = await register(realworld);
  const [first = ''] = attacks;
  const { slug } = await write(author, { title: `T ${first}`, description: first, body: attacks.join('\n\n') });
  await author.post(`/articles/${slug}/comments`, { comment: { body: attacks.join('\n') } });
  await author.put('/user', { user: { bio: first } });
  await page.goto(`/article/${slug}`);
  await shows(page, '.article-content p:has-text("over me")');
  await shows(page, '.card-block:has-text("over me")');
  for (const link of await page.locator('.article-content :text("click me")').all()) await link.click();
  t.is(await page.locator('.article-page :is(script, iframe, svg, [onerror], [onload], [onmouseover])').count(), 0);
  t.is(await page.locator('.article-content a:not([href^="http"])').count(), 0);
  await page.goto(`/profile/${author.username}`);
  await shows(page, `.article-preview p:has-text("<script>")`);
  await shows(page, '.user-info p:has-text("<script>")');
  t.is(await page.locator('main script').count(), 0);
  t.not(await page.title(), 'run');
});

pageTest(
  'the browser itself refuses to read text as HTML or to run scripts that stand in the page',
  async (t, page) => {
    await page.goto('/login');
    const refused = await page.evaluate(() => {
      try {
        document.body.innerHTML = '<p>written</p>';
        return false;
      } catch {
        return true;
      }
    });
    t.true(refused);
    const { headers } = await send('GET', '/', { headers: { accept: 'text/html' } });
    const policy = String(headers['content-security-policy']);
    t.true(policy.includes("script-src 'self';"));
    t.false(policy.includes('unsafe'));
  },
  /TrustedHTML/,
);
