import { setTimeout as sleep } from 'node:timers/promises';
import type { MemberClient } from '../../scripts/group/member-client.ts';
import { type Lab, openGroup } from '../../scripts/lab/open-lab.ts';
import { startHost } from '../../scripts/lifecycle/start-host.ts';
import type { ToldEvents, ToldKey } from '../history.ts';
import { waitUntilWhole } from './mend.ts';
import { readGtids } from './read-final-tables.ts';

const drainTimeoutMs = 120_000;
const startTimeoutMs = 30_000;
const lookEveryMs = 200;
const workers = ['relay', 'consumer'];

/** Whether the lab has the profile events. */
export function isTold({ target }: Pick<Lab, 'target'>): boolean {
  return target.view.hostsOf('relay').length > 0;
}

/** Keys whose events are not all taken in; those of another run, if a run has not begun. */
export async function listBehind(lab: Lab): Promise<string[]> {
  return (await askUpToDate(lab, readBehind)).map(({ key }) => key);
}

/** Waits until every event was taken in; gives how long that took, or null where it did not end. */
export async function waitUntilTold(lab: Lab, ignored: string[]): Promise<number | null> {
  const beganMs = performance.now();
  while (performance.now() < beganMs + drainTimeoutMs) {
    const behind = await askUpToDate(lab, readBehind).catch(() => undefined);
    if (behind?.every(({ key }) => ignored.includes(key))) return Math.round(performance.now() - beganMs);
    await sleep(lookEveryMs);
  }
  return null;
}

/** Does the work while no relay and no consumer runs: they write all the time, and the members would never be compared. */
export async function withoutWorkers<T>(lab: Lab, work: () => Promise<T>): Promise<T> {
  const hosts = lab.target.hosts.filter(({ role }) => workers.includes(role));
  await Promise.all(hosts.map((host) => lab.target.stop(host)));
  try {
    return await work();
  } finally {
    await Promise.all(hosts.map((host) => startHost(lab, host)));
    await waitUntilWhole(lab, { timeoutMs: startTimeoutMs });
  }
}

export interface ReadToldOptions {
  usernames: string[];
  /** Keys that were behind before the run. */
  ignored: string[];
  drainedAfterMs: number | null;
}

/** Reads what became of the events of these users, and of every other key that is not as it should be. */
export async function readToldEvents(lab: Lab, options: ReadToldOptions): Promise<ToldEvents> {
  const { usernames, ignored, drainedAfterMs } = options;
  return await askUpToDate(lab, async (client) => {
    const own = await readOwnKeys(client, usernames);
    const names = new Set([...own.map(({ key }) => key), ...ignored]);
    const strange = (await readBehind(client)).filter(({ key }) => !names.has(key));
    const [waiting] = await client.rows<{ count: number }>('SELECT COUNT(*) AS count FROM event_outbox');
    const keys = [...own, ...strange];
    const isOwn = new Set(keys.map(({ key }) => key));
    const laidAside = await client.rows<ToldEvents['laidAside'][number]>(laidAsideSql);
    return {
      drainedAfterMs,
      waiting: waiting?.count ?? 0,
      keys,
      laidAside: laidAside.filter(({ key }) => isOwn.has(key)),
      notifications: await client.rows<ToldEvents['notifications'][number]>(notificationsSql, [usernames]),
    };
  });
}

async function readOwnKeys(client: MemberClient, usernames: string[]): Promise<ToldKey[]> {
  const own = await client.rows<{ key: string; about: string }>(ownKeysSql, [usernames, usernames]);
  const keys = own.map(({ key }) => key);
  const read = async (table: string) => {
    const rows = await client.rows<{ key: string; version: number }>(
      `SELECT event_key AS \`key\`, version FROM ${table} WHERE event_key IN (?)`,
      [keys],
    );
    return new Map(rows.map(({ key, version }) => [key, version]));
  };
  const [committed, takenIn] = [await read('event_versions'), await read('event_inbox')];
  return own.map((each) => ({
    ...each,
    committed: committed.get(each.key) ?? 0,
    takenIn: takenIn.get(each.key) ?? 0,
  }));
}

const readBehind = (client: MemberClient) => client.rows<ToldKey>(behindSql);

// A member that lags would show fewer events than there are.
async function askUpToDate<T>(lab: Lab, work: (client: MemberClient) => Promise<T>): Promise<T> {
  const group = openGroup(lab);
  const sets = await readGtids(group);
  const [first] = group.members;
  if (!first) throw new Error('the lab has no members');
  return await first.talk(async (client) => {
    await client.run(`USE \`${lab.database}\``);
    await client.rows('SELECT WAIT_FOR_EXECUTED_GTID_SET(?, 5)', [sets.filter(Boolean).join(',')]);
    return await work(client);
  });
}

const behindSql = `
  SELECT event_key AS \`key\`, COALESCE(v.version, 0) AS committed, COALESCE(i.version, 0) AS takenIn
    FROM event_versions v LEFT JOIN event_inbox i USING (event_key) WHERE i.version IS NULL OR i.version <> v.version
  UNION ALL
  SELECT event_key, 0, i.version FROM event_inbox i LEFT JOIN event_versions v USING (event_key) WHERE v.version IS NULL`;
const ownKeysSql = `
  SELECT CONCAT('user:', id) AS \`key\`, username AS about FROM users WHERE username IN (?)
  UNION ALL
  SELECT CONCAT('article:', articles.id), slug FROM articles JOIN users ON users.id = user_id WHERE username IN (?)`;
const laidAsideSql = 'SELECT event_key AS `key`, version, type, reason FROM events_laid_aside LIMIT 1000';
const notificationsSql = `
  SELECT n.event_key AS \`key\`, n.version, n.kind, told.username AS user, actor.username AS actor, slug,
    n.comment_id AS commentId, comments.body AS mark,
    UNIX_TIMESTAMP(n.created_at) * 1000E0 AS happenedAtMs, UNIX_TIMESTAMP(n.told_at) * 1000E0 AS toldAtMs
  FROM notifications n JOIN users told ON told.id = n.user_id JOIN users actor ON actor.id = n.actor_id
    LEFT JOIN articles ON articles.id = n.article_id LEFT JOIN comments ON comments.id = n.comment_id
  WHERE told.username IN (?)`;
