import test from 'ava';
import { macrosFor } from '../../support/checker-macros.ts';
import { checkResultOf, read, write } from '../../support/histories.ts';

const checker = 'clients see their own writes';
const { passes, fails } = macrosFor(checker);

const comments = (atMs: number, ...marks: string[]) => read(atMs, { type: 'comments', slug: 'a', marks });
const articles = (atMs: number, ...marks: string[]) => read(atMs, { type: 'articles', marks });
const described = (atMs: number, mark: string) => read(atMs, { type: 'description', slug: 'a', mark });
const wroteComment = write(0, { type: 'comment', slug: 'a', mark: 'c' });
const deletedComment = write(40, { type: 'comment deleted', slug: 'a', mark: 'c' });
const wroteDescription = write(0, { type: 'description', slug: 'a', mark: 'new' });

test('a comment that is listed afterwards passes', passes, { requests: [wroteComment, comments(20, 'other', 'c')] });

test(
  'a comment that a later list has not is a stale read',
  fails,
  { requests: [wroteComment, comments(20, 'other')] },
  /^comment c was missing in read \d+ of client 0 at 0\.020 s$/,
);

test('a read that was sent before the answer came may be older', passes, { requests: [wroteComment, comments(10)] });

test('another client may not see it yet', passes, { requests: [wroteComment, { ...comments(20), client: 1 }] });

test('the comments of another article say nothing', passes, {
  requests: [wroteComment, read(20, { type: 'comments', slug: 'b', marks: [] })],
});

test(
  'a comment that is listed after its deletion is a stale read',
  fails,
  { requests: [wroteComment, deletedComment, comments(60, 'c')] },
  /comment c was there/,
);

test('during its deletion a comment may be listed or not', passes, {
  requests: [wroteComment, deletedComment, comments(45), comments(46, 'c')],
});

test(
  'an old description is a stale read',
  fails,
  { requests: [wroteDescription, described(20, 'old')] },
  /description of a was "old"/,
);

test('a new description passes, also if another write was under way', passes, {
  requests: [wroteDescription, write(5, { type: 'description', slug: 'a', mark: 'newer' }), described(20, 'new')],
});

test('a write without an answer may be seen, now or later', passes, {
  requests: [{ ...wroteComment, outcome: 'unknown' }, comments(20), comments(40, 'c')],
});

test(
  'a description that is read before it was written is told',
  fails,
  { requests: [described(0, 'new'), write(20, { type: 'description', slug: 'a', mark: 'new' })] },
  /description of a was "new"/,
);

test("another client's description may be older for a while", passes, {
  requests: [wroteDescription, { ...described(20, 'old'), client: 1 }],
});

test(
  'a refused write that is seen is told',
  fails,
  { requests: [{ ...wroteComment, outcome: 'fail' }, comments(20, 'c')] },
  /comment c was there/,
);

test(
  'a favorite that is not there yet is a stale read',
  fails,
  {
    requests: [
      write(0, { type: 'favorite', slug: 'a', there: true }),
      read(20, { type: 'favorite', slug: 'a', there: false, count: 0 }),
    ],
  },
  /favorite of ann on a was missing/,
);

test(
  'a follow that is still there is a stale read',
  fails,
  {
    requests: [
      write(0, { type: 'follow', username: 'ben', there: true }),
      write(20, { type: 'follow', username: 'ben', there: false }),
      read(40, { type: 'follow', username: 'ben', there: true }),
    ],
  },
  /follow of ann to ben was there/,
);

const wroteArticles = ['x', 'y', 'z'].map((mark, index) => write(index * 5_000, { type: 'article', mark }));

test('a list may end before the older articles', passes, { requests: [...wroteArticles, articles(20_000, 'z')] });

test(
  'an article that is missing before an older one is a stale read',
  fails,
  { requests: [...wroteArticles, articles(20_000, 'y', 'x')] },
  /article z was missing/,
);

test(
  'in a complete list nothing may be missing',
  fails,
  { requests: [...wroteArticles, read(20_000, { type: 'articles', marks: [], complete: true })] },
  /article x was missing/,
);

test('a read that fails has found nothing', passes, {
  requests: [wroteComment, { ...comments(20), outcome: 'fail' }],
});

test('a read in which two things are old counts once', (t) => {
  const second = write(0, { type: 'comment', slug: 'a', mark: 'd' });
  t.deepEqual(checkResultOf(checker, { requests: [wroteComment, second, comments(20)] }).figures, {
    readsCompared: 1,
    stale: 1,
  });
});

const anonymously = (request: ReturnType<typeof read>, mayBeOldMs = 1_000) => ({ ...request, mayBeOldMs });

test('an answer out of a cache may be as old as it promises', passes, {
  requests: [wroteComment, anonymously(comments(1_000)), anonymously(comments(5_000), 5_000)],
});

test(
  'an answer out of a cache that is older than it promises is a stale read',
  fails,
  { requests: [wroteComment, anonymously(comments(1_020))] },
  /comment c was missing/,
);

test(
  'a text that an answer out of a cache has too early is told',
  fails,
  { requests: [anonymously(described(0, 'new')), write(20, { type: 'description', slug: 'a', mark: 'new' })] },
  /description of a was "new"/,
);
