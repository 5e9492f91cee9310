import test from 'ava';
import { macrosFor } from '../../support/checker-macros.ts';
import { article, comment, secondDiffers, threeMembers, write } from '../../support/histories.ts';

const { passes, fails } = macrosFor('refused writes are nowhere');

const refused = { outcome: 'fail', status: 503 } as const;
const refusedComment = write(0, { type: 'comment', slug: 'a', mark: 'c' }, refused);

test('a refused write that is nowhere passes', passes, { requests: [refusedComment] });

test(
  'a refused write on one member is told',
  fails,
  { requests: [refusedComment], finals: secondDiffers({ comments: [comment('c')] }) },
  /^comment c: a refused write is on mysql-2$/,
);

test(
  'a refused description is told',
  fails,
  {
    requests: [write(0, { type: 'description', slug: 'a', mark: 'no' }, refused)],
    finals: threeMembers({ articles: [article('a', { description: 'no' })] }),
  },
  /description of a: a refused write is on mysql-1, mysql-2, mysql-3/,
);

test('a refused favorite that another request gave passes', passes, {
  requests: [
    write(0, { type: 'favorite', slug: 'a', there: true }, refused),
    write(20, { type: 'favorite', slug: 'a', there: true }),
  ],
  finals: threeMembers({ favorites: [{ slug: 'a', username: 'ann' }] }),
});

test(
  'a refused deletion that took the row away is told',
  fails,
  {
    requests: [
      write(0, { type: 'comment', slug: 'a', mark: 'c' }),
      write(20, { type: 'comment deleted', slug: 'a', mark: 'c' }, refused),
    ],
  },
  /comment c: a refused write is on/,
);
