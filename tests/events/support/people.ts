import { type Ask, createApiClient, register } from '../../cluster/support/api-client.ts';
import type { TestLab } from '../../cluster/support/lab.ts';

/** What names of this run have in common. */
export const marks = Date.now().toString(36);

export interface Person {
  id: number;
  token: string;
  name: string;
}

/** Speaks to the lab's API. */
export const speak = ({ lab }: TestLab): Ask => createApiClient(lab.target.endpoints.api);

/** Rows of a question to the first member, which has by then what any member has now. */
export async function ask<T>(lab: TestLab, sql: string): Promise<T[]> {
  const { members } = lab.lab.target.endpoints;
  const executed = "SELECT REPLACE(@@GLOBAL.gtid_executed, '\\n', '') AS gtids";
  const sets = await Promise.all(members.map(({ name }) => lab.rows<{ gtids: string }>(name, executed)));
  const gtids = sets.map(([row]) => row?.gtids).join(',');
  await lab.rows('mysql-1', `SELECT WAIT_FOR_EXECUTED_GTID_SET('${gtids}', 10)`);
  return await lab.rows<T>('mysql-1', sql.replaceAll('@', `${lab.lab.database}.`));
}

/** The first number of the first row. */
export async function count(lab: TestLab, sql: string): Promise<number> {
  const [row] = await ask<Record<string, number>>(lab, sql);
  return Number(Object.values(row ?? {})[0]);
}

/** Makes a user of this run. */
export async function createPerson(lab: TestLab, word: string): Promise<Person> {
  const name = `${word}.${marks}`;
  const token = await register(speak(lab), name);
  return { name, token, id: await count(lab, `SELECT id FROM @users WHERE username = '${name}'`) };
}

/** Writes an article; gives its slug and id. */
export async function writeArticle(lab: TestLab, { token }: Person, title: string) {
  const json = { article: { title: `${title} ${marks}`, description: 'd', body: 'b' } };
  const { body } = await speak(lab)<{ article: { slug: string } }>('POST', '/articles', { token, json });
  const { slug } = body.article;
  return { slug, id: await count(lab, `SELECT id FROM @articles WHERE slug = '${slug}'`) };
}

/** Comments on an article; gives the id of the comment. */
export async function comment(lab: TestLab, { token }: Person, slug: string): Promise<number> {
  const json = { comment: { body: 'Well said.' } };
  const path = `/articles/${slug}/comments`;
  const { status, body } = await speak(lab)<{ comment: { id: number } }>('POST', path, { token, json });
  if (status !== 200) throw new Error(`No comment: ${status} ${JSON.stringify(body)}`);
  return body.comment.id;
}
