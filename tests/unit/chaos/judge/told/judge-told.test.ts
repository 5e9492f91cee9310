import test from 'ava';
import type { Run, ToldEvents } from '../../../../../chaos/history.ts';
import { judgeTold } from '../../../../../chaos/judge/told/judge-told.ts';
import { write } from '../../support/histories.ts';
import { told, withKey, withNotifications, writes } from '../../support/told.ts';

interface Counts {
  lost?: number;
  twice?: number;
  outOfOrder?: number;
  invented?: number;
}

function count(found: ToldEvents, run: Run = writes) {
  const { lost, twice, outOfOrder, invented } = judgeTold(run, found);
  const details = [lost, twice, outOfOrder, invented].flatMap((defect) => defect.details).join('\n');
  const counts = { lost: lost.count, twice: twice.count, outOfOrder: outOfOrder.count, invented: invented.count };
  return { counts, details };
}

const finds = test.macro<[ToldEvents, Counts, RegExp?]>((t, found, expected, detail = /^/) => {
  const { counts, details } = count(found);
  t.deepEqual(counts, { lost: 0, twice: 0, outOfOrder: 0, invented: 0, ...expected }, details);
  t.regex(details, detail);
});

const asStranger = (row: ToldEvents['notifications'][number]) => ({
  ...row,
  version: 7,
  commentId: 77,
  toldAtMs: 2_000,
});

test('everything that was told once and in order passes', finds, told, {});

test(
  'a notification that is missing is lost',
  finds,
  withNotifications((rows) => rows.filter(({ commentId }) => commentId !== 1)),
  { lost: 1 },
  /the comment one to ben was told 0 times of 1/,
);

test(
  'one of two favorites that is missing is lost',
  finds,
  withNotifications((rows) => rows.filter(({ version }) => version !== 6)),
  { lost: 1 },
  /favorite of ann on b to ben was told 1 times of 2/,
);

test(
  'an article of which a follower knows nothing is lost',
  finds,
  withNotifications((rows) => rows.filter(({ kind }) => kind !== 'article')),
  { lost: 1 },
  /the article b2 to ann/,
);

test(
  'a key that was not taken in to its end is lost once, with its notifications',
  finds,
  {
    ...withKey('article:2', { takenIn: 4 }),
    notifications: told.notifications.filter(({ kind }) => kind !== 'favorite'),
  },
  { lost: 2 },
  /article b: 4 of 6 events were taken in/,
);

test(
  'an event of a write that was never committed beside it is lost',
  finds,
  withKey('article:1', { committed: 0, takenIn: 0 }),
  { lost: 1 },
  /article a: 0 of 1 events/,
);

test(
  'a key that is behind is lost though no client knows it any more',
  finds,
  { ...told, keys: [...told.keys, { key: 'article:4', committed: 2, takenIn: 1 }] },
  { lost: 1 },
  /article:4: 1 of 2/,
);

test(
  'an event that was laid aside is lost once, with its notification',
  finds,
  {
    ...withNotifications((rows) => rows.filter(({ commentId }) => commentId !== 1)),
    laidAside: [{ key: 'article:2', version: 3, type: 'comment.added', reason: 'a reason' }],
  },
  { lost: 1 },
  /was laid aside: a reason/,
);

test(
  'a comment that was told by two events is told twice',
  finds,
  withNotifications((rows) => [...rows, ...rows.filter(({ commentId }) => commentId === 1)]),
  { twice: 1 },
  /the comment one to ben was told 2 times of 1/,
);

test(
  'a version that was told before the one before it is out of order',
  finds,
  withNotifications((rows) => rows.map((row) => (row.version === 4 ? { ...row, toldAtMs: 1_001 } : row))),
  { outOfOrder: 1 },
  /article:2\/4 was told before article:2\/3/,
);

test(
  'versions against the order of answers are out of order',
  finds,
  withNotifications((rows) =>
    rows.map((row) => {
      const version = { 1: 4, 2: 3 }[row.commentId ?? 0] ?? row.version;
      return { ...row, version, toldAtMs: version };
    }),
  ),
  { outOfOrder: 1 },
  /article:2\/4 was written before article:2\/3/,
);

test(
  'what is left of an article that was deleted is out of order',
  finds,
  withNotifications((rows) => [
    ...rows,
    ...rows
      .filter(({ kind }) => kind === 'article')
      .map((row) => ({ ...row, key: 'article:9', slug: null, toldAtMs: 1 })),
  ]),
  { outOfOrder: 1 },
  /the end of the article before it/,
);

test(
  'a notification of a comment that no client wrote is invented',
  finds,
  withNotifications((rows) => [...rows, ...rows.filter(({ commentId }) => commentId === 2).map(asStranger)]),
  { invented: 1 },
  /with the id 77 to ben was told, and never written/,
);

test(
  'an event more than there were writes is invented',
  finds,
  withKey('article:1', { committed: 2, takenIn: 2 }),
  { invented: 1 },
  /article a: 2 events of at most 1 writes/,
);

test(
  'a key that was taken in further than it was committed is invented',
  finds,
  withKey('article:1', { takenIn: 2 }),
  { invented: 1 },
  /article a: 2 events were taken in, and 1 were committed/,
);

test('a refused write that was told is invented, and one without an answer may be told or not', (t) => {
  const run = (outcome: 'fail' | 'unknown'): Run => ({
    ...writes,
    requests: [
      ...writes.requests,
      write(950, { type: 'follow', username: 'ann', there: true }, { client: 1, outcome }),
    ],
  });
  const [follow] = told.notifications;
  if (!follow) throw new Error('no notification');
  const more = { ...follow, key: 'user:1', user: 'ann', actor: 'ben' };
  const found = { ...withKey('user:1', { committed: 2, takenIn: 2 }), notifications: [...told.notifications, more] };
  t.is(count(found, run('fail')).counts.invented, 2, 'the event and the notification');
  t.is(count(found, run('unknown')).details, '');
  t.is(count(told, run('unknown')).details, '');
});

test('who unfollows after an article was written may be told of it or not', (t) => {
  const run: Run = {
    ...writes,
    requests: [...writes.requests, write(950, { type: 'follow', username: 'ben', there: false })],
  };
  const without = withNotifications((rows) => rows.filter(({ kind }) => kind !== 'article'));
  t.is(count(told, run).details, '');
  t.is(count(without, run).details, '');
});

test('a comment without an answer is told where the members have it', (t) => {
  const unknown = write(950, { type: 'comment', slug: 'b', mark: 'three' }, { outcome: 'unknown' });
  const [first] = writes.finals;
  if (!first) throw new Error('no tables');
  const there = { ...first, comments: [...first.comments, { slug: 'b', mark: 'three', author: 'ann' }] };
  const run = { ...writes, requests: [...writes.requests, unknown] };
  t.is(count(told, run).details, '');
  const found = withKey('article:2', { committed: 7, takenIn: 7 });
  t.regex(count(found, { ...run, finals: [there] }).details, /^the comment three to ben was told 0 times of 1$/);
});
