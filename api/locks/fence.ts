import type { Query } from '../database/query.ts';
import { type Claim, passFence, raiseFence } from './repository.ts';

/** The database has seen another token of this lock, and none lower: its holder has a follower, and writes nothing any more. */
export class TokenIsOld extends Error {
  override readonly name = 'TokenIsOld';

  constructor({ lock, token }: Claim) {
    super(`token ${token} of the lock ${lock} is not the newest`);
  }
}

/** Lets a change go on only with a token that is not old; the first step of the transaction that it protects. */
export async function requireToken(query: Query, claim: Claim): Promise<void> {
  if (!(await passFence(query, claim))) throw new TokenIsOld(claim);
}

/** Makes the token of a new grant known, before anything is written under it. */
export async function claimToken(query: Query, claim: Claim): Promise<void> {
  if (!(await raiseFence(query, claim))) throw new TokenIsOld(claim);
}
