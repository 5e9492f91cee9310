import { setTimeout as sleep } from 'node:timers/promises';
import { describeMachine } from '../chaos/run/describe-machine.ts';
import { openLab } from '../scripts/lab/open-lab.ts';
import { describeFailure } from '../scripts/messages/failure-text.ts';
import { renderTable } from '../scripts/messages/render-table.ts';
import { UserError } from '../scripts/messages/user-error.ts';
import { openServerEvents } from '../scripts/waiting/open-server-events.ts';

// node scripts/start/run.mjs bench/live.ts: how long after the answer to a comment the article's author has it in a live stream,
// in a running lab with the profile events.

const comments = 200;
const unusedComments = 20;
const marks = Date.now().toString(36);

interface Place {
  api: string;
  author: string;
  reader: string;
  slug: string;
}

async function post<T>(url: string, json: object, token?: string): Promise<T> {
  const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Token ${token}` }) };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(json) });
  if (!answer.ok) throw new UserError(`POST ${url} answers ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function register(api: string, word: string): Promise<string> {
  const username = `${word}.${marks}`;
  const json = { user: { username, email: `${username}@example.com`, password: 'a long password' } };
  return (await post<{ user: { token: string } }>(`${api}/users`, json)).user.token;
}

async function prepare(): Promise<Place> {
  const { target } = await openLab();
  if (target.view.hostsOf('consumer').length === 0) {
    throw new UserError('This lab has no profile events', { next: './lab add events' });
  }
  const { address, port } = target.endpoints.api;
  const api = `http://${address}:${port}/api`;
  const [author, reader] = [await register(api, 'author'), await register(api, 'reader')];
  const article = { title: `Live ${marks}`, description: 'd', body: 'b' };
  const made = await post<{ article: { slug: string } }>(`${api}/articles`, { article }, author);
  return { api, author, reader, slug: made.article.slug };
}

/** Milliseconds from the answer to each comment until its notification came; 0 where that was first. */
async function measure({ api, author, reader, slug }: Place): Promise<number[]> {
  const headers = { Authorization: `Token ${author}` };
  const stream = await openServerEvents(`${api}/notifications/stream`, { headers });
  const tookMs: number[] = [];
  for (let written = 0; written < unusedComments + comments; written += 1) {
    // At no fixed place between two looks of any program.
    await sleep(40 + Math.random() * 80);
    const before = stream.received.length;
    await post(`${api}/articles/${slug}/comments`, { comment: { body: `comment ${written}` } }, reader);
    const answeredMs = performance.now();
    const { atMs } = await stream.next('notifications', before);
    if (written >= unusedComments) tookMs.push(Math.max(0, atMs - answeredMs));
  }
  stream.close();
  return tookMs;
}

async function run() {
  const sorted = (await measure(await prepare())).toSorted((one, other) => one - other);
  const at = (share: number) => `${(sorted[Math.ceil(sorted.length * share) - 1] as number).toFixed(0)} ms`;
  const rows = [['comment to live notification', at(0.5), at(0.9), at(0.99), at(1)]];
  console.log(renderTable(['FROM THE ANSWER', 'HALF', '90 OF 100', '99 OF 100', 'SLOWEST'], rows));
  console.log(`\n${describeMachine()}; ${comments} comments, one after the other`);
}

try {
  await run();
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
}
