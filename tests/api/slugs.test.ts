import test from 'ava';
import { assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { articleInput, castOf, write } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author');

const cases: [what: string, title: (word: string) => string, slug: (word: string) => string][] = [
  ['lower case and dashes', (w) => `How To ${w} Your Dragon`, (w) => `how-to-${w}-your-dragon`],
  ['accents become letters', (w) => `Ça ${w} déjà vu`, (w) => `ca-${w}-deja-vu`],
  ['_ becomes -', (w) => `snake_case_${w}`, (w) => `snake-case-${w}`],
  ['@ becomes -at-', (w) => `me@${w}`, (w) => `me-at-${w}`],
  ['other characters are dropped', (w) => `What's (new) in ${w}? 100%!`, (w) => `whats-new-in-${w}-100`],
  ['runs of spaces and dashes collapse', (w) => `a  -- ${w} __ b`, (w) => `a-${w}-b`],
  ['no dash at either end', (w) => `-- ${w} !!`, (w) => w],
  ['emoji are dropped', (w) => `🦄 ${w} 🦄`, (w) => w],
];

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  for (const [what, title, slug] of cases) {
    test(`${contract.name}: slug: ${what}`, async (t) => {
      const { author } = await castFor(contract);
      const word = unique('w');
      const article = await write(author, { title: title(word) });
      t.is(article.slug, slug(word));
      t.is((await anonymous.get(`/articles/${article.slug}`)).body.article.title, title(word));
    });
  }

  test(`${contract.name}: the same title again gives -1, then -2`, async (t) => {
    const { author } = await castFor(contract);
    const title = unique('twice');
    const slugs = [];
    for (let count = 0; count < 3; count += 1) slugs.push((await write(author, { title })).slug);
    t.deepEqual(slugs, [title, `${title}-1`, `${title}-2`]);
  });

  test(`${contract.name}: titles that differ in case or accents only get different slugs`, async (t) => {
    const { author } = await castFor(contract);
    const word = unique('w');
    const slugs = await Promise.all(
      [`e ${word}`, `É ${word}`, `E ${word}!`].map(async (title) => {
        return (await write(author, { title })).slug;
      }),
    );
    t.deepEqual(slugs.toSorted(), [`e-${word}`, `e-${word}-1`, `e-${word}-2`]);
  });

  test(`${contract.name}: an article called feed does not hide the feed`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author, { title: 'Feed' });
    t.regex(slug, /^feed-.+/);
    assertShape(t, await author.get('/articles/feed'), { contract, shape: 'articles' });
    assertShape(t, await anonymous.get(`/articles/${slug}`), { contract, shape: 'article' });
  });

  for (const title of ['???', '🦄🦄', '日本語のタイトル', '---', '.', '..', '/', '%2F']) {
    test(`${contract.name}: the title ${title} gets a slug that works`, async (t) => {
      const { author } = await castFor(contract);
      const { slug } = await write(author, { title });
      t.regex(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      const answer = await anonymous.get(`/articles/${slug}`);
      assertShape(t, answer, { contract, shape: 'article' });
      t.is(answer.body.article.title, title);
      await author.delete(`/articles/${slug}`);
    });
  }

  test(`${contract.name}: a slug is found whatever its case`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    t.is((await anonymous.get(`/articles/${slug.toUpperCase()}`)).body.article?.slug, slug);
  });

  test(`${contract.name}: titles of 255 characters that begin alike get slugs of their own`, async (t) => {
    const { author } = await castFor(contract);
    const title = unique('long').padEnd(255, 'ß');
    const [one, two] = [await write(author, { title }), await write(author, { title })];
    t.not(one.slug, two.slug);
    for (const { slug } of [one, two])
      assertShape(t, await anonymous.get(`/articles/${slug}`), { contract, shape: 'article' });
  });

  test(`${contract.name}: a new title gives a new slug, and the old one is gone`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    const title = unique('Renamed');
    const answer = await author.put(`/articles/${slug}`, { article: { title } });
    assertShape(t, answer, { contract, shape: 'article' });
    t.like(answer.body.article, { title, slug: title.toLowerCase() });
    t.is((await anonymous.get(`/articles/${slug}`)).status, 404);
    t.is((await anonymous.get(`/articles/${title.toLowerCase()}`)).body.article.title, title);
  });

  test(`${contract.name}: a PUT without title or with the same title keeps the slug`, async (t) => {
    const { author } = await castFor(contract);
    const title = unique('kept');
    await write(author, { title });
    const { slug } = await write(author, { title });
    t.is(slug, `${title}-1`);
    for (const article of [{ body: 'Changed' }, { title }, { ...articleInput(), title }]) {
      t.is((await author.put(`/articles/${slug}`, { article })).body.article.slug, slug);
    }
  });

  test(`${contract.name}: a title that exists already gives the next slug on PUT too`, async (t) => {
    const { author } = await castFor(contract);
    const [first, second] = await Promise.all([write(author), write(author)]);
    const answer = await author.put(`/articles/${second.slug}`, { article: { title: first.title } });
    t.is(answer.body.article.slug, `${first.slug}-1`, answer.summary);
  });
}
