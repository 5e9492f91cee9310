import type { TestLab } from './lab.ts';
import type { Diary } from './mixed-load.ts';

/** What a member's tables say against the diaries of the clients. */
export interface Audit {
  lost: string[];
  doubled: string[];
  /** There, and never acknowledged. */
  unheardOf: string[];
}

/** Holds what was acknowledged against what one member has. */
export async function auditMember({ lab, rows }: TestLab, member: string, diaries: Diary[]): Promise<Audit> {
  const slugs = diaries.map(({ slug }) => `'${slug}'`).join(', ');
  const articles = await rows<{ slug: string; description: string }>(
    member,
    `SELECT slug, description FROM ${lab.database}.articles WHERE slug IN (${slugs})`,
  );
  const comments = await rows<{ body: string; times: number }>(
    member,
    `SELECT comments.body, COUNT(*) AS times FROM ${lab.database}.comments
     JOIN ${lab.database}.articles ON articles.id = article_id WHERE slug IN (${slugs}) GROUP BY comments.body`,
  );
  const descriptions = new Map(articles.map(({ slug, description }) => [slug, description]));
  const overwritten = diaries.filter(({ slug, description }) => descriptions.get(slug) !== description);
  const times = new Map(comments.map((comment) => [comment.body, Number(comment.times)]));
  const acknowledged = new Set(diaries.flatMap((diary) => diary.comments));
  return {
    lost: [
      ...overwritten.map(({ description }) => description),
      ...[...acknowledged].filter((body) => !times.has(body)),
    ],
    doubled: comments.filter((comment) => Number(comment.times) > 1).map(({ body }) => body),
    unheardOf: [...times.keys()].filter((body) => !acknowledged.has(body)),
  };
}
