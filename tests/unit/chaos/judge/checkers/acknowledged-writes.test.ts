import test from 'ava';
import { macrosFor } from '../../support/checker-macros.ts';
import {
  article,
  checkResultOf,
  comment,
  finalState,
  secondDiffers,
  threeMembers,
  write,
} from '../../support/histories.ts';

const checker = 'acknowledged writes are on every member, once';
const { passes, fails } = macrosFor(checker);

const wroteArticle = write(0, { type: 'article', mark: 'a', slug: 'a' });
const wroteComment = write(20, { type: 'comment', slug: 'a', mark: 'c' });
const describe = (atMs: number, mark: string) => write(atMs, { type: 'description', slug: 'a', mark });

test('rows that are everywhere pass', passes, {
  requests: [wroteArticle, wroteComment],
  finals: threeMembers({ articles: [article('a')], comments: [comment('c')] }),
});

test(
  'an article that one member has not is lost',
  fails,
  { requests: [wroteArticle], finals: secondDiffers({ articles: [] }, { articles: [article('a')] }) },
  /^article a: an acknowledged write is not on mysql-2$/,
);

test(
  'a comment that no member has is lost',
  fails,
  { requests: [wroteComment], finals: threeMembers() },
  /comment c: .* not on mysql-1, mysql-2, mysql-3/,
);

test(
  'a row that is there twice is double',
  fails,
  {
    requests: [wroteComment],
    finals: secondDiffers({ comments: [comment('c'), comment('c')] }, { comments: [comment('c')] }),
  },
  /comment c is there more than once on mysql-2/,
);

const deleted = write(40, { type: 'comment deleted', slug: 'a', mark: 'c' });

test('a deleted comment that is gone passes', passes, { requests: [wroteComment, deleted] });

test(
  'a deleted comment that is still there is a lost deletion',
  fails,
  { requests: [wroteComment, deleted], finals: threeMembers({ comments: [comment('c')] }) },
  /comment c: an acknowledged write is not on/,
);

test('a comment whose deletion was not answered may be there or not', passes, {
  requests: [wroteComment, { ...deleted, outcome: 'unknown' }],
  finals: secondDiffers({ comments: [] }, { comments: [comment('c')] }),
});

const described = (description: string) => threeMembers({ articles: [article('a', { description })] });

test('the last acknowledged description passes', passes, {
  requests: [describe(0, 'one'), describe(20, 'two')],
  finals: described('two'),
});

test(
  'an earlier description is a lost update',
  fails,
  { requests: [describe(0, 'one'), describe(20, 'two')], finals: described('one') },
  /description of a: an acknowledged write is not on/,
);

test(
  'the description from the beginning is a lost update',
  fails,
  { requests: [describe(0, 'one')], finals: described('from the beginning') },
  /description of a/,
);

test('of two updates at the same time either may be the last', passes, {
  requests: [describe(0, 'one'), describe(5, 'two')],
  finals: described('one'),
});

test('a later update without an answer may have replaced an acknowledged one', passes, {
  requests: [describe(0, 'one'), { ...describe(20, 'two'), outcome: 'unknown' }],
  finals: described('two'),
});

test(
  'an update that had no answer long before an acknowledged one has not replaced it',
  fails,
  { requests: [{ ...describe(0, 'one'), outcome: 'unknown' }, describe(20_000, 'two')], finals: described('one') },
  /description of a/,
);

const favor = (atMs: number, there: boolean) => write(atMs, { type: 'favorite', slug: 'a', there });
const follow = (atMs: number, there: boolean) => write(atMs, { type: 'follow', username: 'ben', there });

test('favorites and follows as they were last set pass', passes, {
  requests: [favor(0, true), favor(20, false), favor(40, true), follow(60, true), follow(80, false)],
  finals: threeMembers({ favorites: [{ slug: 'a', username: 'ann' }] }),
});

test(
  'a favorite that came back is a lost write',
  fails,
  {
    requests: [favor(0, true), favor(20, false)],
    finals: threeMembers({ favorites: [{ slug: 'a', username: 'ann' }] }),
  },
  /favorite of ann on a/,
);

test(
  'a follow that one member has not is lost',
  fails,
  {
    requests: [follow(0, true)],
    finals: secondDiffers({ follows: [] }, { follows: [{ follower: 'ann', followed: 'ben' }] }),
  },
  /follow of ann to ben: .* mysql-2$/,
);

test('what is lost on several members counts once, and so does what is double', (t) => {
  const finals = [finalState('mysql-1', { comments: [comment('d'), comment('d')] }), finalState('mysql-2')];
  const requests = [wroteComment, write(60, { type: 'comment', slug: 'a', mark: 'd' })];
  t.deepEqual(checkResultOf(checker, { requests, finals }).figures, { acknowledged: 2, lost: 2, double: 1 });
});

test('only the first twenty cases are told, and how many there are more', (t) => {
  const requests = Array.from({ length: 30 }, (_, n) => write(n * 20, { type: 'comment', slug: 'a', mark: `c${n}` }));
  const { details, figures } = checkResultOf(checker, { requests });
  t.is(details.length, 21);
  t.is(details.at(-1), 'and 10 more');
  t.is(figures.lost, 30);
});
