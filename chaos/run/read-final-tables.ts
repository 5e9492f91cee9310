import type { Group, GroupMember } from '../../scripts/group/group.ts';
import type { MemberClient } from '../../scripts/group/member-client.ts';
import { type Lab, openGroup } from '../../scripts/lab/open-lab.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import type { FinalTables } from '../history.ts';

const settleMs = 30_000;
const maxAttempts = 5;

/**
 * Reads the tables from each member itself, once all have the same transactions. Members that never become equal are
 * read as they are, for the verdict to find out. A member that does not answer is missing.
 */
export async function readFinalTables(lab: Lab, usernames: string[]): Promise<FinalTables[]> {
  const group = openGroup(lab);
  for (let attempt = 1; ; attempt += 1) {
    await waitFor(() => areEqual(group), { what: 'equal members', timeoutMs: settleMs }).catch(() => undefined);
    const finals = await Promise.all(
      group.members.map((member) => readMember(member, { database: lab.database, usernames }).catch(() => undefined)),
    );
    const isUnchanged = new Set([...finals.map((final) => final?.gtids), ...(await readGtids(group))]).size === 1;
    if (isUnchanged || attempt === maxAttempts) return finals.filter((final) => final !== undefined);
  }
}

async function areEqual(group: Group) {
  return new Set(await readGtids(group)).size === 1;
}

/** The transactions that each member has, in their order; undefined for one that does not answer. */
export function readGtids({ members }: Pick<Group, 'members'>) {
  return Promise.all(members.map((member) => member.talk(readExecuted).catch(() => undefined)));
}

async function readExecuted(client: MemberClient) {
  const [row] = await client.rows<{ gtids: string }>('SELECT @@GLOBAL.gtid_executed AS gtids');
  return (row?.gtids ?? '').replaceAll(/\s/g, '');
}

interface ReadOptions {
  database: string;
  usernames: string[];
}

function readMember({ name, talk }: GroupMember, options: ReadOptions): Promise<FinalTables> {
  return talk(async (client) => {
    await client.run(`USE \`${options.database}\``);
    return {
      member: name,
      gtids: await readExecuted(client),
      checksums: await readChecksums(client),
      ...(await readRows(client, options.usernames)),
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
    articles: await client.rows<FinalTables['articles'][number]>(articlesSql, mine),
    comments: await client.rows<FinalTables['comments'][number]>(commentsSql, mine),
    favorites: await client.rows<FinalTables['favorites'][number]>(favoritesSql, mine),
    follows: await client.rows<FinalTables['follows'][number]>(followsSql, mine),
  };
}

// The count is what the API's lists show; the favorites' rows are read separately.
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
