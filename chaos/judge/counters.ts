import type { FinalState, Operation, Verdict } from '../history.ts';
import type { Evidence } from './evidence.ts';
import { groupBy } from './group-by.ts';
import { giveVerdict } from './verdict.ts';

/** Every counter is the number of rows that it counts, also in the answers that clients got. */
export function judgeCounters({ run }: Evidence): Verdict {
  const wrong = [...run.finals.flatMap(checkFinalCounters), ...checkReadCounters(run.operations)];
  const counters = run.finals.reduce((sum, { articles }) => sum + articles.length, 0);
  return giveVerdict('counters are right', { figures: { counters, wrongCounters: wrong.length }, details: wrong });
}

function checkFinalCounters({ member, articles, favorites }: FinalState) {
  const bySlug = groupBy(favorites, ({ slug }) => slug);
  return articles.flatMap(({ slug, favoritesCount }) => {
    const rows = bySlug.get(slug)?.length ?? 0;
    return rows === favoritesCount ? [] : [`${slug} on ${member} counts ${favoritesCount} favorites and has ${rows}`];
  });
}

// Between those who see their own and those who had tried by then.
function checkReadCounters(operations: Operation[]) {
  const tries = groupBy(
    operations.flatMap(({ client, sentMs, outcome, wrote }) =>
      wrote?.type === 'favorite' && wrote.there && outcome !== 'fail' ? [{ client, sentMs, slug: wrote.slug }] : [],
    ),
    ({ slug }) => slug,
  );
  return operations.flatMap(({ id, read, endedMs }) => {
    if (read?.type !== 'favorite') return [];
    const { slug, there, count } = read;
    const begun = (tries.get(slug) ?? []).filter(({ sentMs }) => sentMs <= endedMs);
    const most = new Set(begun.map(({ client }) => client)).size;
    const possible = count >= (there ? 1 : 0) && count <= most;
    return possible ? [] : [`${slug} had ${count} favorites in read ${id}, when at most ${most} had been given`];
  });
}
