import type { Query, Session } from '../database/database.ts';
import { duplicateKeyOf } from '../key-failures.ts';
import { selectRows } from '../rows.ts';
import { chooseSlug } from './slug.ts';

/** Another article has the slug. Nothing failed in the database: the transaction may go on. */
export class SlugTaken extends Error {}

/** Writers of one title in other processes each cost a round; more rounds than anybody should need. */
const maximumRounds = 50;

/** Who writes a slug of a base right now, and the slug the last of them got. */
const turns = new Map<string, Promise<string | undefined>>();

/**
 * Writes with a slug that is free, whoever else writes the same title. The unique key decides, and an attempt
 * that meets a duplicate ends its transaction where it can: one that goes on keeps locks on the slugs around it.
 * Within this process writers of a title take turns and know the slug before theirs, so that they do not even collide.
 */
export async function withFreeSlug<Result>(
  session: Session,
  base: string,
  write: (slug: string) => Promise<Result>,
): Promise<Result> {
  // Who waited with a connection in the hand would wait for somebody who needs one.
  if (session.isWithinTransaction) return (await tryUntilFree(session, { base, write })).result;
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

interface Attempt<Result> {
  base: string;
  previous?: string | undefined;
  write(slug: string): Promise<Result>;
}

async function tryUntilFree<Result>(session: Session, { base, previous, write }: Attempt<Result>) {
  let slug = chooseSlug(base, previous === undefined ? [] : [base, previous]);
  for (let round = 1; ; round += 1) {
    try {
      return { slug, result: await write(slug) };
    } catch (error) {
      if (!isTaken(error) || round === maximumRounds) throw error;
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
  const sql = 'SELECT slug FROM articles WHERE slug LIKE ?';
  return (await selectRows<{ slug: string }>(query, sql, [`${base}-%`])).map(({ slug }) => slug);
}

/** Promise.withResolvers, which Node 20 has not. */
function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
