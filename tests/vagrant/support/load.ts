import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { ask, register } from './api-client.ts';

export interface LoadReport {
  requests: number;
  failures: string[];
  /** The longest that one request took. */
  longestMs: number;
  /** Titles that the API acknowledged. */
  acknowledged: string[];
  username: string;
}

/** Lets clients write articles and read them until stopped; every request counts, none is tried again. */
export async function startLoad({ clients }: { clients: number }) {
  const { username, token } = await register('load');
  const report: LoadReport = { requests: 0, failures: [], longestMs: 0, acknowledged: [], username };
  let isOver = false;
  const run = async (client: number) => {
    for (let turn = 0; !isOver; turn += 1) {
      await writeAndRead(report, { token, title: `${username} ${client} ${turn}` });
      await sleep(20);
    }
  };
  const all = Array.from({ length: clients }, (_, client) => run(client));
  return {
    report,
    async stop() {
      isOver = true;
      await Promise.all(all);
      return report;
    },
  };
}

async function writeAndRead(report: LoadReport, { token, title }: { token: string; title: string }) {
  const json = { article: { title, description: 'load', body: 'load', tagList: ['load'] } };
  const slug = await count(report, `write "${title}"`, async () => {
    const { status, body } = await ask<{ article: { slug: string } }>('POST', '/articles', { token, json });
    if (status !== 200 && status !== 201) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
    report.acknowledged.push(title);
    return body.article.slug;
  });
  if (slug === undefined) return;
  await count(report, `read "${title}"`, async () => {
    const { status } = await ask('GET', `/articles/${slug}`, { token });
    if (status !== 200) throw new Error(`answered ${status}`);
  });
}

async function count<T>(report: LoadReport, what: string, work: () => Promise<T>): Promise<T | undefined> {
  const startedMs = Date.now();
  report.requests += 1;
  try {
    return await work();
  } catch (error) {
    report.failures.push(`${new Date(startedMs).toISOString()} ${what}: ${(error as Error).message}`);
    return undefined;
  } finally {
    report.longestMs = Math.max(report.longestMs, Date.now() - startedMs);
  }
}

/** What became of the acknowledged writes: those that are not there, and those that are there twice. */
export async function auditLoad({ username, acknowledged }: LoadReport) {
  const titles: string[] = [];
  for (let offset = 0; ; offset += 100) {
    const { body } = await ask<{ articles: { title: string }[] }>(
      'GET',
      `/articles?author=${username}&limit=100&offset=${offset}`,
    );
    titles.push(...body.articles.map(({ title }) => title));
    if (body.articles.length < 100) break;
  }
  const there = new Set(titles);
  return {
    lost: acknowledged.filter((title) => !there.has(title)),
    doubled: titles.length - there.size,
  };
}

/** Does something to the lab while clients write and read; gives what they saw. */
export async function underLoad(work: () => Promise<void>) {
  const load = await startLoad({ clients: 4 });
  try {
    await work();
  } finally {
    await load.stop();
  }
  return load.report;
}

type Assertions = Pick<ExecutionContext, 'log' | 'deepEqual'>;

/** No request failed, and every acknowledged write is there once. */
export async function requireUnharmed(t: Assertions, report: LoadReport) {
  const { requests, failures, longestMs } = report;
  t.log(`${requests} requests, ${failures.length} failed, the longest took ${longestMs} ms`);
  t.deepEqual(failures, []);
  t.deepEqual(await auditLoad(report), { lost: [], doubled: 0 });
}
