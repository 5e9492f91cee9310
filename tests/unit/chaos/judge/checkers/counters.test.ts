import test from 'ava';
import { macrosFor } from '../../support/checker-macros.ts';
import { article, read, secondDiffers, threeMembers, write } from '../../support/histories.ts';

const { passes, fails } = macrosFor('counters are right');

const favorites = [
  { slug: 'a', username: 'ann' },
  { slug: 'a', username: 'ben' },
];
const counted = (favoritesCount: number) => [article('a', { favoritesCount }), article('b')];
const seen = (there: boolean, count: number) => read(20, { type: 'favorite', slug: 'a', there, count });
const favor = write(0, { type: 'favorite', slug: 'a', there: true });

test('counters that equal the rows pass', passes, { finals: threeMembers({ articles: counted(2), favorites }) });

test(
  'a counter that one member has wrong is told',
  fails,
  { finals: secondDiffers({ articles: counted(3) }, { articles: counted(2), favorites }) },
  /^a on mysql-2 counts 3 favorites and has 2$/,
);

test('a read that counts what it sees passes', passes, { requests: [favor, seen(true, 1)] });
test('a read that counts nothing and sees a favorite is told', fails, { requests: [favor, seen(true, 0)] }, /had 0/);
test('a read that counts more than was given is told', fails, { requests: [favor, seen(true, 2)] }, /at most 1/);
