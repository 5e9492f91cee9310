import { clientOf } from './client.ts';
import { atDefaultMount, type Contract, contracts } from './contracts.ts';

/** Asks `/api` with wrong credentials which of the two contracts it serves. */
export async function findDefaultContract(): Promise<Contract> {
  const candidates = contracts.map(atDefaultMount);
  const user = { email: 'unknown@example.com', password: 'no password' };
  for (const contract of candidates) {
    const answer = await clientOf(contract).post('/users/login', { user });
    if (answer.status === contract.wrongCredentials.status) return contract;
  }
  throw new Error('/api serves neither contract: a login with wrong credentials got neither 401 nor 422.');
}
