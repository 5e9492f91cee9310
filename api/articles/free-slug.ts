import type { Query } from '../database/query.ts';
import type { Session } from '../database/session.ts';
import { duplicateKeyOf } from '../key-failures.ts';
import { chooseSlug } from './slug.ts';

/** Another article has the slug; nothing was written. */
export class SlugTaken extends Error {}

/** Each writer of the same title in another process costs a round at most; this many at once do not come. */
const maxRounds = 50;

/** For each base, the write that is under way, and the slug that it gets. */
export type SlugTurns = Map<string, Promise<string | undefined>>;

interface SlugWrite<Result> {
  base: string;
  write(slug: string): Promise<Result>;
}

/**
 * Writes with a slug that is free; the unique key decides. Writers of the same title within this process take turns and know the
 * slug before theirs, so that they do not even collide.
 */
export async function withFreeSlug<Result>(
  { session, turns }: { session: Session; turns: SlugTurns },
  { base, write }: SlugWrite<Result>,
): Promise<Result> {
  const { promise, resolve } = withResolvers<string | undefined>();
  const before = turns.get(base);
  turns.set(base, promise);
  let written: string | undefined;
  try {
    const previous = await before;
    const { slug, result } = await tryUntilFree(session, { base, previous, write });
    written = slug;
    return result;
  } finally {
    resolve(written);
    if (turns.get(base) === promise) turns.delete(base);
  }
}

async function tryUntilFree<Result>(
  session: Session,
  { base, previous, write }: SlugWrite<Result> & { previous: string | undefined },
) {
  let slug = chooseSlug(base, previous === undefined ? [] : [base, previous]);
  for (let round = 1; ; round += 1) {
    try {
      return { slug, result: await write(slug) };
    } catch (error) {
      if (!isTaken(error) || round === maxRounds) throw error;
      // A member that is behind may not show the slug that was refused: it counts as taken all the same.
      const tried = slug;
      slug = await session.read(async (query) => chooseSlug(base, [base, tried, ...(await listSlugs(query, base))]));
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof SlugTaken || duplicateKeyOf(error) === 'articles_slug_unique';
}

async function listSlugs(query: Query, base: string): Promise<string[]> {
  const rows = await query.rows<{ slug: string }>('SELECT slug FROM articles WHERE slug LIKE ?', [`${base}-%`]);
  return rows.map(({ slug }) => slug);
}

/** Promise.withResolvers, which Node 20 has not. */
function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
