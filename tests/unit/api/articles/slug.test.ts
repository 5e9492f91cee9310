import test from 'ava';
import fc from 'fast-check';
import { chooseSlug, isMadeOf, slugify } from '../../../../api/articles/slug.ts';

const slugs = test.macro({
  exec(t, title: string, slug: string) {
    t.is(slugify(title), slug);
  },
  title: (_, title, slug) => `"${title}" becomes ${slug}`,
});

test(slugs, 'How to train your dragon', 'how-to-train-your-dragon');
test(slugs, '  Spaces   and -- dashes - ', 'spaces-and-dashes');
test(slugs, 'snake_case_title', 'snake-case-title');
test(slugs, 'me@example', 'me-at-example');
test(slugs, "Don't panic! (C++ & more)", 'dont-panic-c-more');
test(slugs, 'Über Größe', 'ueber-groesse');
test(slugs, 'Crème brûlée à la carte', 'creme-brulee-a-la-carte');
test(slugs, 'Привет мир', 'privet-mir');
test(slugs, 'line\nbreak\ttab', 'line-break-tab');

test('a title that leaves nothing gets a slug of its own, the same every time', (t) => {
  t.regex(slugify('你好'), /^article-[0-9a-f]{10}$/);
  t.is(slugify('你好'), slugify('你好'));
  t.not(slugify('你好'), slugify('再见'));
  t.regex(slugify('!!!'), /^article-/);
});

test('any title gives a slug that is safe in a path and leaves room for a number', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 255 }), (title) => {
      const slug = slugify(title);
      return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) && slug.length <= 200;
    }),
  );
  t.pass();
});

test('a title of 255 signs that each become three letters still fits', (t) => {
  t.true(slugify('@'.repeat(255)).length <= 200);
});

test('the first article of a title gets the base, the next ones numbers above all taken', (t) => {
  t.is(chooseSlug('hello', []), 'hello');
  t.is(chooseSlug('hello', ['hello-world']), 'hello');
  t.is(chooseSlug('hello', ['hello']), 'hello-1');
  t.is(chooseSlug('hello', ['hello', 'hello-1', 'hello-9', 'hello-10', 'hello-world-99']), 'hello-11');
  t.is(chooseSlug('hello', ['hello-1']), 'hello');
});

test('feed is a path of its own and never a slug', (t) => {
  t.is(chooseSlug('feed', []), 'feed-1');
  t.is(chooseSlug('feed', ['feed-1']), 'feed-2');
});

test('a slug knows the base it was made of', (t) => {
  t.true(isMadeOf('hello', 'hello'));
  t.true(isMadeOf('hello-12', 'hello'));
  t.false(isMadeOf('hello-world', 'hello'));
  t.false(isMadeOf('hello-012', 'hello'));
  t.false(isMadeOf('hell', 'hello'));
});
