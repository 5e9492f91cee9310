import test from 'ava';
import { cases } from '../../../bench/requests/cases.ts';

test('every case has requests, in a data set of any size', (t) => {
  const viewer = { id: 1, username: 'a', token: 't' };
  const sample = {
    viewers: [viewer, viewer],
    reader: viewer,
    slugs: ['s'],
    owned: [{ slug: 's', viewer }],
    tags: ['t'],
    authors: ['a'],
    fans: ['f'],
    pages: 1,
    readAtMs: 0,
    articles: 100_000,
  };
  for (const { name, requests } of cases) t.true(requests(sample).length > 0, name);
});
