import test from 'ava';
import { macrosFor } from '../../support/checker-macros.ts';
import { read, write } from '../../support/histories.ts';

const { passes, fails } = macrosFor('reads never go back');

const comments = (atMs: number, ...marks: string[]) => read(atMs, { type: 'comments', slug: 'a', marks });
const described = (atMs: number, mark: string) => read(atMs, { type: 'description', slug: 'a', mark });
const unansweredComment = write(0, { type: 'comment', slug: 'a', mark: 'c' }, { outcome: 'unknown' });

test('what appears late and stays passes', passes, {
  requests: [unansweredComment, comments(20), comments(40, 'c'), comments(60, 'c')],
});

test(
  'what was seen and is gone again is told',
  fails,
  { requests: [unansweredComment, comments(20, 'c'), comments(40)] },
  /^comment c was older in read \d+ of client 0 at 0\.040 s than before$/,
);

test('two reads at the same time have no order', passes, {
  requests: [unansweredComment, comments(20, 'c'), comments(25)],
});

test('what was deleted in between may be gone', passes, {
  requests: [
    unansweredComment,
    comments(20, 'c'),
    write(40, { type: 'comment deleted', slug: 'a', mark: 'c' }),
    comments(60),
  ],
});

test(
  'a description that becomes an older one is told',
  fails,
  {
    requests: [
      write(0, { type: 'description', slug: 'a', mark: 'one' }),
      write(20, { type: 'description', slug: 'a', mark: 'two' }, { endedMs: 100 }),
      described(40, 'two'),
      described(60, 'one'),
    ],
  },
  /description of a was older/,
);

test('a favorite that is set and taken away again and again passes', passes, {
  requests: [
    write(0, { type: 'favorite', slug: 'a', there: true }),
    read(20, { type: 'favorite', slug: 'a', there: true, count: 1 }),
    write(40, { type: 'favorite', slug: 'a', there: false }),
    read(60, { type: 'favorite', slug: 'a', there: false, count: 0 }),
    write(80, { type: 'favorite', slug: 'a', there: true }),
    read(100, { type: 'favorite', slug: 'a', there: true, count: 1 }),
  ],
});

test('an answer out of a cache may be older than one that was not', passes, {
  requests: [unansweredComment, comments(20, 'c'), { ...comments(40), mayBeOldMs: 1_000 }],
});
