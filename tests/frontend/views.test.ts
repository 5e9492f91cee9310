import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDir } from '../../scripts/settings/config.ts';
import { realworld } from '../api/support/contracts.ts';
import { comment, register, write } from '../api/support/people.ts';
import { measurePng } from '../browser/support/png.ts';
import { arriveAs, shows } from './support/steps.ts';
import { pageTest } from './support/visitor.ts';

const folder = join(projectDir, 'results/screenshots');
const body = `${'A paragraph of some words, with `code` and a [link](https://a.example). '.repeat(4)}

## A heading

| a column | another column | and a third one, which is wide |
|---|---:|---|
| some text | 1 | ${'wide '.repeat(30)}|

\`\`\`
${'a line of code that is longer than any phone is wide '.repeat(3)}
\`\`\`

${'Averylongwordwithoutanyspace'.repeat(8)}`;

const views = [
  { name: 'phone', viewport: { width: 360, height: 740 }, colorScheme: 'dark', paper: 'rgb(20, 24, 20)' },
  { name: 'desk', viewport: { width: 1280, height: 860 }, colorScheme: 'light', paper: 'rgb(253, 253, 251)' },
] as const;

for (const { name, paper, ...options } of views) {
  pageTest(`every page fits on a ${name}, and its controls have names`, async (t, _, open) => {
    const page = await open(options);
    const person = await register(realworld);
    const { slug } = await write(person, { body, tagList: ['one', 'two', 'averyveryverylongtagname'.repeat(4)] });
    await comment(person, slug, 'Averylongwordwithoutanyspace'.repeat(10));
    await arriveAs(page, person);
    await mkdir(folder, { recursive: true });
    const pages = {
      home: ['/', '.article-preview'],
      article: [`/article/${slug}`, '.article-content table'],
      profile: [`/profile/${person.username}`, '.article-preview'],
      editor: ['/editor', '[name="title"]'],
      settings: ['/settings', '[name="bio"]'],
      login: ['/login', '[name="email"]'],
    } as const;
    for (const [title, [path, selector]] of Object.entries(pages)) {
      await page.goto(path);
      await shows(page, selector);
      const seen = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        paper: getComputedStyle(document.body).backgroundColor,
        nameless: [...document.querySelectorAll('button, a, input:not([disabled]), textarea')]
          .filter((element) => !element.closest('[aria-hidden]'))
          .filter(
            (element) =>
              !(element.textContent?.trim() || element.ariaLabel || (element as HTMLInputElement).labels?.length),
          )
          .map((element) => element.outerHTML),
      }));
      t.deepEqual(seen, { width: options.viewport.width, paper, nameless: [] }, path);
      const picture = join(folder, `front-${title}-${name}.png`);
      await page.screenshot({ path: picture });
      t.true((await measurePng(picture)).bytes > 8_000, picture);
    }
  });
}
