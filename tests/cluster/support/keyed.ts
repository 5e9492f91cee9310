import { randomUUID } from 'node:crypto';
import { type Ask, createApiClient, createArticle, register } from './api-client.ts';
import { useLab } from './lab.ts';

/** A user with an article, and a client of the lab's API. */
export async function prepare(): Promise<{ ask: Ask; token: string; slug: string }> {
  const { lab } = await useLab();
  const ask = createApiClient(lab.target.endpoints.api);
  const token = await register(ask, `once-${randomUUID().slice(0, 8)}`);
  return { ask, token, slug: await createArticle(ask, token, `Once ${randomUUID()}`) };
}

/** The header of a POST that is done once. */
export const withKey = (key: string) => ({ 'Idempotency-Key': key });

/** A user that is not there yet. */
export const newUser = (name: string) => {
  const username = `${name}-${randomUUID().slice(0, 8)}`;
  return { username, email: `${username}@example.com`, password: 'secret' };
};
