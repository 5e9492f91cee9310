import test from 'ava';
import { findExcess } from '../../../../api/locks/lock-limits.ts';

const locksOf = (owner: string, ...tokens: number[]) => tokens.map((token) => ({ owner, token }));
const countTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test('a user may hold five locks', (t) => {
  const others = locksOf('2', ...countTo(20));
  t.is(findExcess([...others, ...locksOf('1', 21, 22, 23, 24)], { owner: '1' }), undefined);
  t.regex(findExcess([...others, ...locksOf('1', 21, 22, 23, 24, 25)], { owner: '1' }) ?? '', /may hold 5/);
});

test('all users together may hold a hundred', (t) => {
  t.is(findExcess(locksOf('2', ...countTo(99)), { owner: '1' }), undefined);
  t.regex(findExcess(locksOf('2', ...countTo(100)), { owner: '1' }) ?? '', /Users hold 100/);
});

test('of locks that were granted together those with the lowest tokens stay', (t) => {
  const held = locksOf('1', ...countTo(8).reverse());
  const stay = held.filter(({ token }) => findExcess(held, { owner: '1', token }) === undefined);
  t.deepEqual(
    stay.map(({ token }) => token),
    [5, 4, 3, 2, 1],
  );
  const ofAll = countTo(120).map((token) => ({ owner: String(token), token }));
  t.is(ofAll.filter((lock) => findExcess(ofAll, lock) === undefined).length, 100);
});
