import test from 'ava';
import fc from 'fast-check';
import type { Run } from '../../../../chaos/history.ts';
import { judge } from '../../../../chaos/judge/judge.ts';
import { simulateRun } from '../support/simulated-run.ts';

const failures = 'no request fails';
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

const objectionsTo = (run: Run) =>
  judge(run).checks.flatMap(({ valid, checker }) => (valid || checker === failures ? [] : [checker]));

test('a service that keeps its promises is found valid, whatever is refused or not answered', (t) => {
  fc.assert(
    fc.property(seeds, (seed) => t.deepEqual(objectionsTo(simulateRun({ seed })), [], `seed ${seed}`)),
    {
      numRuns: 60,
    },
  );
});

/** Changes a sound run in one place; false where it has no such place. */
type Plant = (run: Run) => boolean;

const isCaught = test.macro<[Plant, string]>((t, plant, checker) => {
  let planted = 0;
  const check = (seed: number) => {
    const run = structuredClone(simulateRun({ seed }));
    if (!plant(run)) return;
    planted += 1;
    t.true(objectionsTo(run).includes(checker), `seed ${seed}`);
  };
  fc.assert(fc.property(seeds, check), { numRuns: 30 });
  t.true(planted > 5);
});

const secondOf = ({ finals }: Run) => finals[1] as Run['finals'][number];

/** Comments that were acknowledged and that no client tried to delete. */
function keptComments({ requests }: Run) {
  const deleted = new Set(requests.flatMap(({ wrote }) => (wrote?.type === 'comment deleted' ? [wrote.mark] : [])));
  return requests.flatMap(({ outcome, wrote, client, endedMs }) =>
    outcome === 'ok' && wrote?.type === 'comment' && !deleted.has(wrote.mark)
      ? [{ mark: wrote.mark, slug: wrote.slug, client, endedMs }]
      : [],
  );
}

test(
  'an acknowledged row deleted on one member is caught',
  isCaught,
  (run) => {
    const [kept] = keptComments(run);
    const second = secondOf(run);
    second.comments = second.comments.filter(({ mark }) => mark !== kept?.mark);
    return kept !== undefined;
  },
  'acknowledged writes are on every member, once',
);

test(
  'a row inserted twice is caught',
  isCaught,
  (run) => {
    const [row] = secondOf(run).comments;
    if (row) secondOf(run).comments.push(row);
    return row !== undefined;
  },
  'acknowledged writes are on every member, once',
);

test(
  'a stale read is caught',
  isCaught,
  (run) => {
    const kept = keptComments(run);
    for (const { read, client, sentMs } of run.requests) {
      if (read?.type !== 'comments') continue;
      const seen = kept.find(
        (each) => each.client === client && each.endedMs < sentMs && read.marks.includes(each.mark),
      );
      if (!seen) continue;
      read.marks = read.marks.filter((mark) => mark !== seen.mark);
      return true;
    }
    return false;
  },
  'clients see their own writes',
);

test(
  'a diverged member is caught',
  isCaught,
  (run) => {
    secondOf(run).checksums.comments = 'another';
    return true;
  },
  'all members are identical',
);

test(
  'a refused write that is there is caught',
  isCaught,
  (run) => {
    const refused = run.requests.find(({ outcome, wrote }) => outcome === 'fail' && wrote?.type === 'comment')?.wrote;
    if (refused?.type !== 'comment') return false;
    for (const { comments } of run.finals) comments.push({ slug: refused.slug, mark: refused.mark, author: 'user-0' });
    return true;
  },
  'refused writes are nowhere',
);

test(
  'an unanswered write on one member only is caught',
  isCaught,
  (run) => {
    const open = run.requests.find(({ outcome, wrote }) => outcome === 'unknown' && wrote?.type === 'comment')?.wrote;
    if (open?.type !== 'comment') return false;
    const { comments } = secondOf(run);
    const left = comments.filter(({ mark }) => mark !== open.mark);
    const author = 'user-0';
    secondOf(run).comments =
      left.length < comments.length ? left : [...comments, { slug: open.slug, mark: open.mark, author }];
    return true;
  },
  'unanswered writes are on all members or on none',
);

test(
  'a wrong counter is caught',
  isCaught,
  (run) => {
    const [article] = secondOf(run).articles;
    if (article) article.favoritesCount += 1;
    return article !== undefined;
  },
  'counters are right',
);
