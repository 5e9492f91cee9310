import test from 'ava';
import { buildArticle, listDefaultAuthors, tagNames } from '../../../seeds/articles.ts';
import { listFollows, listPeople } from '../../../seeds/people.ts';

test('there are 25 people, and the first one is known', (t) => {
  const people = listPeople();
  t.is(people.length, 25);
  t.like(people[0], { username: 'demo', email: 'demo@example.com' });
  t.is(new Set(people.map(({ username }) => username)).size, 25);
  t.deepEqual(listPeople(), people);
});

test('eighteen people follow one to four others and never themselves', (t) => {
  const follows = listFollows();
  const counts = new Map<number, number>();
  for (const { follower, followed } of follows) {
    t.not(follower, followed);
    counts.set(follower, (counts.get(follower) ?? 0) + 1);
  }
  t.is(counts.size, 18);
  t.true([...counts.values()].every((count) => count >= 1 && count <= 4));
});

test('twenty people write one to fifteen articles each', (t) => {
  const counts = new Map<number, number>();
  for (const author of listDefaultAuthors()) counts.set(author, (counts.get(author) ?? 0) + 1);
  t.is(counts.size, 20);
  t.true([...counts.values()].every((count) => count >= 1 && count <= 15));
});

test('an article is the same every time, and older than the one before', (t) => {
  t.deepEqual(buildArticle(12345, 3), buildArticle(12345, 3));
  t.true(buildArticle(1, 0).createdAt < buildArticle(0, 0).createdAt);
});

test('articles have 1-3 tags, 1-10 comments, up to 18 favorites and a slug of their own', (t) => {
  const articles = Array.from({ length: 300 }, (_, index) => buildArticle(index, 0));
  for (const { tags, comments, favoritedBy, title } of articles) {
    t.true(tags.length >= 1 && tags.length <= 3 && new Set(tags).size === tags.length);
    t.true(tags.every((tag) => tag < tagNames.length));
    t.true(comments.length >= 1 && comments.length <= 10);
    t.true(favoritedBy.every((reader) => reader < 18));
    t.true(title.length <= 255);
  }
  t.is(new Set(articles.map(({ slug }) => slug)).size, 300);
  for (let reader = 0; reader < 18; reader += 1) {
    const count = articles.filter(({ favoritedBy }) => favoritedBy.includes(reader)).length;
    t.true(count <= 180, `reader ${reader} has ${count} favorites`);
  }
});
