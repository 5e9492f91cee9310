import test from 'ava';
import { assertInvalid, assertRefused } from './support/assertions.ts';
import { contractNamed, contracts } from './support/contracts.ts';
import { articleInput, castOf, write } from './support/people.ts';

const castFor = castOf('author');
const text = 'must be a string.';
const tooLong = 'may not be greater than 255 characters.';
const list = 'list must be an array.';

const laravelCreate: [field: string, value: unknown, messages: string[]][] = [
  ['title', 5, [text]],
  ['title', true, [text]],
  ['title', { a: 1 }, [text]],
  ['title', 't'.repeat(256), [tooLong]],
  ['description', 5, [text]],
  ['description', 'd'.repeat(256), [tooLong]],
  ['body', 5, [text]],
  ['body', ['b'], [text]],
  ['tagList', 'tag', [list]],
  ['tagList', 5, [list]],
];

const laravelUpdate: [field: string, value: unknown, messages: string[]][] = [
  ['title', null, [text]],
  ['title', '', [text]],
  ['title', 5, [text]],
  ['description', null, [text]],
  ['description', ['d'], [text]],
  ['body', null, [text]],
  ['body', { b: 1 }, [text]],
  ['tagList', 'tag', [list]],
  ['tagList', null, [list]],
];

const laravel = contractNamed('laravel');

for (const [field, value, messages] of laravelCreate) {
  const shown = JSON.stringify(value).slice(0, 40);
  test(`laravel: an article with ${field} ${shown} answers ${messages.join(' ')}`, async (t) => {
    const { author } = await castFor(laravel);
    const answer = await author.post('/articles', { article: { ...articleInput(), [field]: value } });
    assertInvalid(t, answer, { contract: laravel, field, messages });
  });
}

for (const [field, value, messages] of laravelUpdate) {
  test(`laravel: PUT article with ${field} ${JSON.stringify(value)} answers ${messages.join(' ')}`, async (t) => {
    const { author } = await castFor(laravel);
    const { slug } = await write(author);
    const answer = await author.put(`/articles/${slug}`, { article: { [field]: value } });
    assertInvalid(t, answer, { contract: laravel, field, messages });
  });
}

const wrong: [field: string, value: unknown][] = [
  ...['title', 'description', 'body'].flatMap((field): [string, unknown][] =>
    [5, true, false, ['x'], { x: 1 }].map((value) => [field, value]),
  ),
  ...['tag', 5, true, { 0: 'tag' }, [5], [null], [true], [['nested']], [{ name: 'tag' }], ['t'.repeat(256)]].map(
    (value): [string, unknown] => ['tagList', value],
  ),
  ['title', 't'.repeat(256)],
  ['description', 'd'.repeat(256)],
];

for (const contract of contracts) {
  for (const [field, value] of wrong) {
    const shown = JSON.stringify(value).slice(0, 40);
    test(`${contract.name}: ${field} ${shown} is refused on create and on update`, async (t) => {
      const { author } = await castFor(contract);
      const created = await author.post('/articles', { article: { ...articleInput(), [field]: value } });
      assertRefused(t, created, { contract, status: 422 });
      const before = await write(author, { tagList: ['kept'] });
      const updated = await author.put(`/articles/${before.slug}`, { article: { [field]: value } });
      assertRefused(t, updated, { contract, status: 422 });
      t.deepEqual((await author.get(`/articles/${before.slug}`)).body.article, before);
    });
  }

  for (const [field, blank] of ['title', 'description', 'body'].flatMap((field) =>
    [undefined, null, '', '  \n '].map((value) => [field, value] as const),
  )) {
    test(`${contract.name}: ${field} ${JSON.stringify(blank) ?? 'left out'} is a missing field`, async (t) => {
      const { author } = await castFor(contract);
      const answer = await author.post('/articles', { article: { ...articleInput(), [field]: blank } });
      assertInvalid(t, answer, { contract, field, messages: [contract.required] });
    });
  }
}
