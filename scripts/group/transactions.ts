import { waitFor } from '../waiting/wait.ts';
import type { Source } from './decide-start.ts';
import type { Group } from './group.ts';
import { countGtids, type GtidSet, renderGtidSet, subtractGtidSets } from './gtid-set.ts';
import type { MemberClient } from './member-client.ts';
import { escapeText } from './sql-text.ts';

const applier = "FOR CHANNEL 'group_replication_applier'";

/** Makes a member outside of any group apply the transactions it has received, as far as it can. */
export async function applyReceived(group: Group, name: string) {
  const member = group.member(name);
  const count = await countUnapplied(group, name);
  if (count === 0) return;
  group.progress(`${name} applies ${count} transactions that it had received`);
  await member.run(`START REPLICA SQL_THREAD ${applier}`);
  const what = `${name} to apply what it had received`;
  await waitFor(() => hasAppliedAllItCan(group, name), { what, timeoutMs: 300_000 });
  await member.run(`STOP REPLICA SQL_THREAD ${applier}`);
}

/** Removes the transactions that a member has received and that are applied, or given up. */
export function forgetReceived(group: Group, name: string) {
  return group.member(name).run(`RESET REPLICA ALL ${applier}`);
}

async function hasAppliedAllItCan(group: Group, name: string) {
  if ((await countUnapplied(group, name)) === 0) return true;
  const [row] = await group.member(name).rows<{ state: string }>(
    `SELECT SERVICE_STATE AS state FROM performance_schema.replication_applier_status
      WHERE CHANNEL_NAME = 'group_replication_applier'`,
  );
  return row?.state === 'OFF';
}

async function countUnapplied(group: Group, name: string) {
  const { received, executed } = await group.member(name).report();
  return countGtids(subtractGtidSets(received, executed));
}

/**
 * Copies transactions from one member to another by ordinary replication; neither is in a group.
 */
export async function fetchTransactions(group: Group, { to, from, missing }: Source & { to: string }) {
  const { address, port } = group.member(from).mysql;
  const { username, password } = group.replication;
  const name = `lab_from_${from}`;
  const channel = `FOR CHANNEL ${escapeText(name)}`;
  const source = [
    `SOURCE_HOST = ${escapeText(address)}, SOURCE_PORT = ${port}`,
    `SOURCE_USER = ${escapeText(username)}, SOURCE_PASSWORD = ${escapeText(password)}`,
    'SOURCE_AUTO_POSITION = 1, SOURCE_SSL = 1, SOURCE_CONNECT_RETRY = 1',
  ];
  // Its password goes to no server that the lab's authority does not know.
  const readAuthority = async (client: MemberClient) =>
    (await client.rows<{ path: string }>('SELECT @@ssl_ca AS path'))[0]?.path ?? '';
  const fetch = async (client: MemberClient) => {
    await dropChannel(client, name);
    const all = [...source, `SOURCE_SSL_CA = ${escapeText(await readAuthority(client))}`];
    await client.run(`CHANGE REPLICATION SOURCE TO ${all.join(', ')} ${channel}; START REPLICA ${channel}`);
    await waitForTransactions(client, missing, name).finally(() => dropChannel(client, name));
  };
  await group.member(to).talk(fetch, { timeoutMs: 310_000 });
}

async function dropChannel(client: MemberClient, name: string) {
  const sql = 'SELECT 1 FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME = ?';
  const channel = `FOR CHANNEL ${escapeText(name)}`;
  if ((await client.rows(sql, [name])).length === 0) return;
  await client.run(`STOP REPLICA ${channel}; RESET REPLICA ALL ${channel}`);
}

async function waitForTransactions(client: MemberClient, missing: GtidSet, channel: string) {
  const sql = 'SELECT GTID_SUBSET(?, @@GLOBAL.gtid_executed) AS complete';
  const isComplete = async () => {
    const [row] = await client.rows<{ complete: number }>(sql, [renderGtidSet(missing)]);
    if (row?.complete === 1) return true;
    const [failure] = await client.rows<{ message: string }>(channelErrorsSql, [channel, channel]);
    if (failure) throw new Error(`replication over ${channel} failed: ${failure.message}`);
    return false;
  };
  await waitFor(isComplete, { what: `the transactions of ${channel}`, timeoutMs: 300_000, intervalMs: 50 });
}

const channelErrorsSql = `
  SELECT LAST_ERROR_MESSAGE AS message FROM performance_schema.replication_connection_status
    WHERE CHANNEL_NAME = ? AND LAST_ERROR_NUMBER NOT IN (0, 2003)
  UNION ALL
  SELECT LAST_ERROR_MESSAGE FROM performance_schema.replication_applier_status_by_worker
    WHERE CHANNEL_NAME = ? AND LAST_ERROR_NUMBER <> 0`;
