import type { Query } from '../database/query.ts';
import { type Claim, passFence } from './repository.ts';

/** The database has seen a higher token of this lock: its holder has a follower, and writes nothing any more. */
export class TokenIsOld extends Error {
  override readonly name = 'TokenIsOld';

  constructor({ lock, token }: Claim) {
    super(`token ${token} of the lock ${lock} is lower than one that has written`);
  }
}

/** Lets a change go on only with a token that is not old; the first step of the transaction that it protects. */
export async function requireToken(query: Query, claim: Claim): Promise<void> {
  if (!(await passFence(query, claim))) throw new TokenIsOld(claim);
}
