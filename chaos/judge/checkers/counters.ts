import type { ClientRequest, FinalTables } from '../../history.ts';
import { type CheckResult, checkResult } from '../check-result.ts';
import { groupBy } from '../group-by.ts';
import type { RunFacts } from '../run-facts.ts';

/** Every counter equals the number of rows, on the members and in the clients' reads. */
export function judgeCounters({ run }: RunFacts): CheckResult {
  const wrong = [...run.finals.flatMap(checkFinalCounters), ...checkReadCounters(run.requests)];
  const counters = run.finals.reduce((sum, { articles }) => sum + articles.length, 0);
  return checkResult('counters are right', { figures: { counters, wrongCounters: wrong.length }, details: wrong });
}

function checkFinalCounters({ member, articles, favorites }: FinalTables) {
  const bySlug = groupBy(favorites, ({ slug }) => slug);
  return articles.flatMap(({ slug, favoritesCount }) => {
    const rows = bySlug.get(slug)?.length ?? 0;
    return rows === favoritesCount ? [] : [`${slug} on ${member} counts ${favoritesCount} favorites and has ${rows}`];
  });
}

// A count is at least the client's own favorite, and at most the favorites that were sent by then.
function checkReadCounters(requests: ClientRequest[]) {
  const attempts = groupBy(
    requests.flatMap(({ client, sentMs, outcome, wrote }) =>
      wrote?.type === 'favorite' && wrote.there && outcome !== 'fail' ? [{ client, sentMs, slug: wrote.slug }] : [],
    ),
    ({ slug }) => slug,
  );
  return requests.flatMap(({ id, read, endedMs }) => {
    if (read?.type !== 'favorite') return [];
    const { slug, there, count } = read;
    const begun = (attempts.get(slug) ?? []).filter(({ sentMs }) => sentMs <= endedMs);
    const most = new Set(begun.map(({ client }) => client)).size;
    const possible = count >= (there ? 1 : 0) && count <= most;
    return possible ? [] : [`${slug} had ${count} favorites in read ${id}, when at most ${most} had been given`];
  });
}
