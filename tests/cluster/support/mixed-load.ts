import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ask, createArticle, register } from './api-client.ts';

/** A list of comments has pages of so many. */
const commentsOfPage = 100;

/** What one client did to its own article, and what it was told. */
export interface Diary {
  token: string;
  slug: string;
  /** The description of the last acknowledged update. */
  description: string;
  /** Bodies of the comments that were acknowledged. */
  comments: string[];
}

/** What the clients saw. */
export interface LoadReport {
  requests: number;
  failed: string[];
  stale: string[];
  /** The slowest request of each phase of the fault, by when it ended. */
  slowestMs: Record<string, number>;
  p50Ms: number;
  p99Ms: number;
  diaries: Diary[];
}

interface Observations {
  phase: string;
  slowestMs: Record<string, number>;
  tookMs: number[];
  failed: string[];
  stale: string[];
}

interface ArticleBody {
  article: { description: string };
}
interface CommentsBody {
  comments: { body: string }[];
}

/** Clients that read (60 %) and write (40 %) their own articles until they are stopped; each knows what it must see. */
export async function startMixedLoad(ask: Ask, { clients = 50 } = {}) {
  const run = randomUUID().slice(0, 8);
  const observations: Observations = { phase: 'before', slowestMs: {}, tookMs: [], failed: [], stale: [] };
  const diaries: Diary[] = [];
  for (let client = 0; client < clients; client += 1) {
    const token = await register(ask, `load-${run}-${client}`);
    const slug = await createArticle(ask, token, `Load ${run} ${client}`);
    diaries.push({ token, slug, description: '0', comments: [] });
  }
  let stopped = false;
  const all = diaries.map(async (diary, client) => {
    for (let step = 1; !stopped; step += 1) {
      await act(ask, { diary, observations, mark: `${run}-${client}-${step}` });
      await sleep(Math.random() * 300);
    }
  });
  return {
    /** What happens from now on belongs to this phase. */
    enter(phase: string) {
      observations.phase = phase;
    },
    async stop(): Promise<LoadReport> {
      stopped = true;
      await Promise.all(all);
      return summarize(observations, diaries);
    },
  };
}

interface Act {
  diary: Diary;
  observations: Observations;
  mark: string;
}

async function act(ask: Ask, { diary, observations, mark }: Act): Promise<void> {
  const { token } = diary;
  const die = Math.random();
  const path = `/articles/${diary.slug}`;
  const note = (what: string, { status, tookMs }: { status: number; tookMs: number }) => {
    observations.tookMs.push(tookMs);
    const { phase, slowestMs } = observations;
    slowestMs[phase] = Math.max(slowestMs[phase] ?? 0, Math.round(tookMs));
    if (status !== 200) observations.failed.push(`${what}: ${status} after ${Math.round(tookMs)} ms`);
    return status === 200;
  };
  try {
    if (die < 0.2) {
      const json = { article: { description: mark } };
      if (note('update', await ask('PUT', path, { token, json }))) diary.description = mark;
    } else if (die < 0.4) {
      const json = { comment: { body: mark } };
      if (note('comment', await ask('POST', `${path}/comments`, { token, json }))) diary.comments.push(mark);
    } else if (die < 0.8) {
      const answer = await ask<ArticleBody>('GET', path, { token });
      const isFresh = !note('read', answer) || answer.body.article.description === diary.description;
      if (!isFresh) observations.stale.push(`${answer.body.article.description} instead of ${diary.description}`);
    } else {
      const answer = await ask<CommentsBody>('GET', `${path}/comments`);
      const shown = Math.min(diary.comments.length, commentsOfPage);
      const isFresh = !note('list', answer) || answer.body.comments.length === shown;
      if (!isFresh) observations.stale.push(`${answer.body.comments.length} comments of ${diary.comments.length}`);
    }
  } catch (error) {
    observations.failed.push(`connection: ${(error as Error).message}`);
  }
}

function summarize({ tookMs, slowestMs, failed, stale }: Observations, diaries: Diary[]): LoadReport {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { requests: sorted.length, failed, stale, slowestMs, p50Ms: at(0.5), p99Ms: at(0.99), diaries };
}
