import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ObservedRead, ObservedWrite } from '../history.ts';
import { describeReply, type HttpClient } from './http-client.ts';

/** An API process, asked without HAProxy. */
export interface ObservedProcess {
  name: string;
  http: HttpClient;
}

interface ObserverOptions {
  /** Where the texts are written. */
  http: HttpClient;
  processes: ObservedProcess[];
  nowMs(): number;
  signal: AbortSignal;
}

const articles = 3;
const writeEveryMs = 250;
const readEveryMs = 40;

/** Replaces the texts of some articles by one client and asks every process for them by others, until the signal. */
export async function observeCopies({ http, processes, nowMs, signal }: ObserverOptions) {
  const author = await createAuthor(http);
  const writes: ObservedWrite[] = [];
  const reads: ObservedRead[] = [];

  async function writeOnce(slug: string, number: number) {
    const sentMs = nowMs();
    const json = { article: { description: String(number) } };
    const { status } = await http.send({ method: 'PUT', path: `/articles/${slug}`, token: author.token, json });
    writes.push({ slug, number, sentMs, endedMs: nowMs(), isAcknowledged: status === 200 });
  }

  async function readOnce({ name, http }: ObservedProcess, turn: number) {
    const slug = author.slugs[turn % articles] as string;
    const kind = turn % 4 === 0 ? 'list' : 'article';
    const path = kind === 'list' ? `/articles?author=${author.username}` : `/articles/${slug}`;
    const sentMs = nowMs();
    const { status, body } = await http.send({ method: 'GET', path });
    // A process that is away shows nothing.
    if (status !== 200) return;
    for (const article of listArticles(body)) {
      reads.push({ process: name, kind, slug: article.slug, number: Number(article.description), sentMs });
    }
  }

  const repeat = async (everyMs: number, work: (turn: number) => Promise<void>) => {
    for (let turn = 1; !signal.aborted; turn += 1) {
      await work(turn);
      await sleep(everyMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    }
  };
  await Promise.all([
    ...author.slugs.map((slug) => repeat(writeEveryMs, (number) => writeOnce(slug, number))),
    ...processes.map((process) => repeat(readEveryMs, (turn) => readOnce(process, turn))),
  ]);
  return { writes, reads };
}

interface Article {
  slug: string;
  description: string;
}

const listArticles = (body: unknown): Article[] => {
  const { article, articles: list } = body as { article?: Article; articles?: Article[] };
  return article ? [article] : (list ?? []);
};

/** A user with some articles. */
export async function createAuthor(http: HttpClient) {
  const username = `observer-${randomBytes(5).toString('hex')}`;
  const user = { username, email: `${username}@example.com`, password: 'a long password' };
  const { token } = (await send<{ user: { token: string } }>(http, '/users', { user })).user;
  const slugs: string[] = [];
  for (let place = 1; place <= articles; place += 1) {
    const article = { title: `${username} ${place}`, description: '0', body: 'x', tagList: [] };
    slugs.push((await send<{ article: Article }>(http, '/articles', { article }, token)).article.slug);
  }
  return { username, token, slugs };
}

async function send<T>(http: HttpClient, path: string, json: object, token?: string): Promise<T> {
  const reply = await http.send({ method: 'POST', path, json, token });
  if (Number(reply.status) >= 300 || typeof reply.status === 'string')
    throw new Error(`the observer could not begin: ${path} answers ${describeReply(reply)}`);
  return reply.body as T;
}
