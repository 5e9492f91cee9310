import type { Query } from '../database/query.ts';
import type { Session } from '../database/session.ts';
import type { KeyedRequest, Recalled } from '../idempotency/keyed-request.ts';
import { type FailedRules, invalid } from './api-error.ts';
import type { Asked, Body, Fields, SentBody } from './route.ts';
import { check } from './rules.ts';

interface Reading {
  fields: Fields;
  session: Session;
  asked: Asked;
  keyed: KeyedRequest | null;
}

/**
 * Reads the input that a body's fields make, or recalls what a request with the same key has just done; throws every rule that
 * they break, those that only the database knows among them.
 */
export async function readInput<Input>(
  body: Body<Input>,
  { fields, session, asked, keyed }: Reading,
): Promise<{ input: Input } | Recalled> {
  const { contract, viewer } = asked;
  const input = check(body.schemaOf?.(contract) ?? body.schema, fields);
  const broken = input.ok ? {} : input.fields;
  const { found, done } = await findBroken(body, { session, keyed, sent: { fields, broken, viewer } });
  if (input.ok && isEmpty(found)) return { input: input.value };
  if (keyed && done && (await keyed.mayRecall(done))) return done;
  throw invalid({ ...broken, ...found });
}

interface Found {
  found: FailedRules;
  done?: Recalled | null;
}

/** What a name is taken by may be a request with the same key, that was not there when it was looked for. One member has both. */
async function findBroken<Input>(
  { findBroken: find }: Body<Input>,
  { session, keyed, sent }: Pick<Reading, 'session' | 'keyed'> & { sent: SentBody },
): Promise<Found> {
  if (!find) return { found: {} };
  if (!keyed) return { found: await session.read((query) => find(query, sent)) };
  const findThenLook = async (query: Query) => {
    const found = await find(query, sent);
    return isEmpty(found) ? { found } : { found, done: await keyed.look(query) };
  };
  return await session.read(findThenLook, { isAlone: true });
}

const isEmpty = (rules: FailedRules) => Object.keys(rules).length === 0;
