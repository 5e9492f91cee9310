import type { Group, GroupMember } from '../scripts/group/group.ts';
import type { MemberClient } from '../scripts/group/member-client.ts';
import { type Lab, openGroup } from '../scripts/lab/open-lab.ts';
import { waitFor } from '../scripts/waiting/wait.ts';
import type { FinalState } from './history.ts';

const settleMs = 30_000;
const tries = 5;

/**
 * Reads what each member has, straight from it, at a moment when all have the same transactions. Members that never
 * come to have the same are read as they are: that is what the judgement has to find out. One that does not answer
 * is missing.
 */
export async function readFinals(lab: Lab, usernames: string[]): Promise<FinalState[]> {
  const group = openGroup(lab);
  for (let attempt = 1; ; attempt += 1) {
    await waitFor(() => areEqual(group), { what: 'equal members', timeoutMs: settleMs }).catch(() => undefined);
    const finals = await Promise.all(
      group.members.map((member) => readMember(member, { database: lab.database, usernames }).catch(() => undefined)),
    );
    const isStill = new Set([...finals.map((final) => final?.gtids), ...(await readGtids(group))]).size === 1;
    if (isStill || attempt === tries) return finals.filter((final) => final !== undefined);
  }
}

async function areEqual(group: Group) {
  return new Set(await readGtids(group)).size === 1;
}

function readGtids({ members }: Group) {
  return Promise.all(members.map((member) => member.talk(readExecuted).catch(() => undefined)));
}

async function readExecuted(client: MemberClient) {
  const [row] = await client.rows<{ gtids: string }>('SELECT @@GLOBAL.gtid_executed AS gtids');
  return (row?.gtids ?? '').replaceAll(/\s/g, '');
}

interface Wanted {
  database: string;
  usernames: string[];
}

function readMember({ name, talk }: GroupMember, wanted: Wanted): Promise<FinalState> {
  return talk(async (client) => {
    await client.run(`USE \`${wanted.database}\``);
    return {
      member: name,
      gtids: await readExecuted(client),
      checksums: await readChecksums(client),
      ...(await readRows(client, wanted.usernames)),
    };
  });
}

async function readChecksums(client: MemberClient) {
  const tables = await client.rows<{ name: string }>(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY name`,
  );
  const list = tables.map(({ name }) => `\`${name}\``).join(', ');
  const rows = await client.rows<{ Table: string; Checksum: number | null }>(`CHECKSUM TABLE ${list}`);
  return Object.fromEntries(rows.map(({ Table, Checksum }) => [Table.replace(/^.*\./, ''), String(Checksum)]));
}

async function readRows(client: MemberClient, usernames: string[]) {
  const mine = [usernames];
  return {
    articles: await client.rows<FinalState['articles'][number]>(articlesSql, mine),
    comments: await client.rows<FinalState['comments'][number]>(commentsSql, mine),
    favorites: await client.rows<FinalState['favorites'][number]>(favoritesSql, mine),
    follows: await client.rows<FinalState['follows'][number]>(followsSql, mine),
  };
}

// The count is what the API's lists show; the rows of favorites are read for themselves.
const articlesSql = `
  SELECT slug, title AS mark, description, users.username AS author,
    (SELECT COUNT(*) FROM favorites WHERE article_id = articles.id) AS favoritesCount
  FROM articles JOIN users ON users.id = articles.user_id WHERE users.username IN (?)`;
const commentsSql = `
  SELECT articles.slug, comments.body AS mark, users.username AS author FROM comments
  JOIN users ON users.id = comments.user_id JOIN articles ON articles.id = article_id WHERE users.username IN (?)`;
const favoritesSql = `
  SELECT articles.slug, users.username FROM favorites
  JOIN users ON users.id = favorites.user_id JOIN articles ON articles.id = article_id WHERE users.username IN (?)`;
const followsSql = `
  SELECT follower.username AS follower, followed.username AS followed FROM follows
  JOIN users follower ON follower.id = follower_id JOIN users followed ON followed.id = followed_id
  WHERE follower.username IN (?)`;
