import test from 'ava';
import { listPageNumbers, readPage } from '../../../frontend/articles/page-numbers.ts';

const offers = test.macro((t, [current, last]: [number, number], expected: number[]) => {
  t.deepEqual(listPageNumbers(current, last), expected);
});

test('all pages are offered where they are few', offers, [2, 4], [1, 2, 3, 4]);
test('one page is one page', offers, [1, 1], [1]);
test('a gap stands for the pages between', offers, [10, 20], [1, 0, 8, 9, 10, 11, 12, 0, 20]);
test('a gap of one page is that page', offers, [5, 9], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
test('a page after the last one still shows the way back', offers, [9, 3], [1, 2, 3]);

test('the page is read from the address; nonsense is the first', (t) => {
  const pages = ['page=3', '', 'page=0', 'page=-1', 'page=x', 'page=1.5', 'page=99999999999'];
  t.deepEqual(
    pages.map((query) => readPage(new URLSearchParams(query))),
    [3, 1, 1, 1, 1, 1, 1],
  );
});
