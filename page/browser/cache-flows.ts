import type { CacheSample } from '../../scripts/record/lines.ts';
import type { Flow } from './flow.ts';

/** What a Valkey does; undefined where the host is none. */
export function listValkeyFlows(name: string, { valkeys }: CacheSample): Flow[] | undefined {
  const valkey = valkeys[name];
  if (!valkey) return undefined;
  if (!valkey.answers) return [];
  const { role, replicas, isLinked, keys, followers } = valkey;
  if (role === 'replica') return [{ text: isLinked ? 'copies the primary' : 'copies nothing', isBad: !isLinked }];
  const copies = Object.keys(valkeys).length - 1;
  return [
    { text: `primary, ${replicas} of ${copies} copy it`, isBad: replicas < copies },
    { text: `tells ${followers} of writes, ${keys} keys` },
  ];
}

/** What an API process keeps. */
export function listCopyFlows(name: string, { webs }: CacheSample): Flow[] {
  const web = webs[name];
  if (!web?.answers) return [];
  return [web.isConnected ? { text: `keeps ${web.copies} copies` } : { text: 'keeps no copies', isBad: true }];
}

export interface CopyRow {
  slug: string;
  /** How each API process has the article. */
  states: [web: string, state: string][];
}

const atMost = 6;

/** The newest articles of which copies are kept; those first that most processes have. */
export function listCopyRows({ webs }: CacheSample): CopyRow[] {
  const kept = Object.entries(webs).map(
    ([web, answer]) => [web, answer.answers ? new Map(answer.articles) : undefined] as const,
  );
  const slugs = new Set(kept.flatMap(([, articles]) => [...(articles?.keys() ?? [])]));
  const countOf = (slug: string) => kept.filter(([, articles]) => articles?.has(slug)).length;
  return [...slugs]
    .toSorted((one, other) => countOf(other) - countOf(one) || one.localeCompare(other))
    .slice(0, atMost)
    .map((slug) => ({
      slug,
      states: kept.map(([web, articles]) => [web, articles ? (articles.get(slug) ?? 'none') : 'silent']),
    }));
}
