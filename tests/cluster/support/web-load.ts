import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../../scripts/waiting/wait.ts';
import { type Ask, createArticle, register } from './api-client.ts';

export interface ArticleBody {
  article: { description: string };
}

export interface Author {
  token: string;
  slug: string;
}

/** A name that no other user or article has. */
export const newName = () => `webs-${randomUUID().slice(0, 8)}`;

/** The text, unless all is well. */
export const unless = (isGood: boolean, text: string) => (isGood ? undefined : text);

/** A user of one's own with an article, who asks without cookies. */
export async function createAuthor(ask: Ask): Promise<Author> {
  const token = await register(ask, newName());
  return { token, slug: await createArticle(ask, token, newName()) };
}

/** Writes, and tells what was wrong with the write or with the read right after it. */
export async function writeAndRead(ask: Ask, { token, slug }: Author, description: string) {
  const path = `/articles/${slug}`;
  const written = await ask('PUT', path, { token, json: { article: { description } } });
  if (written.status !== 200) return `write: ${written.status}`;
  const { status, body } = await ask<ArticleBody>('GET', path, { token });
  if (status !== 200) return `read: ${status}`;
  return unless(body.article.description === description, `stale: ${body.article.description}, not ${description}`);
}

// Clients that never pause would leave the processes that they ask no time to start.
const thinkMs = 20;

/** Does this over and over, some at a time, until it is stopped; tells how often, and what went wrong. */
export function repeat(work: (client: number, step: number) => Promise<string | undefined>, { clients = 8 } = {}) {
  const failures: string[] = [];
  let done = 0;
  let stopped = false;
  const run = async (client: number) => {
    for (let step = 0; !stopped; step += 1) {
      const failure = await work(client, step).catch((error: Error) => error.message);
      if (failure) failures.push(failure);
      done += 1;
      await sleep(thinkMs);
    }
  };
  const all = Array.from({ length: clients }, (_, client) => run(client));
  return {
    count: () => done,
    async stop() {
      stopped = true;
      await Promise.all(all);
      return { done, failures };
    },
  };
}

/** Runs a load until the work is done and a hundred more requests have gone well or not. */
export async function during(load: ReturnType<typeof repeat>, work: () => Promise<void>) {
  await waitFor(() => load.count() > 50, { what: 'the load to run', timeoutMs: 20_000, intervalMs: 20 });
  await work();
  const count = load.count();
  await waitFor(() => load.count() > count + 100, { what: 'the load to go on', timeoutMs: 30_000, intervalMs: 20 });
  return await load.stop();
}
