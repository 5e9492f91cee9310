import { waitFor } from '../waiting/wait.ts';
import { type GroupContext, memberNamed, onMember, reportGroup } from './group-context.ts';
import { countGtids, type GtidSet, renderGtidSet, subtractGtidSets } from './gtid-set.ts';
import type { MemberClient } from './member-client.ts';
import { type MemberReport, reportMember } from './member-report.ts';
import { findLiveGroup, isOutside } from './quorum.ts';
import { escapeText } from './sql-text.ts';

const applier = "FOR CHANNEL 'group_replication_applier'";
const recoveryChannel = "FOR CHANNEL 'group_replication_recovery'";

// How many messages the members may agree on at once. The group keeps it while it lives. With MySQL's 10 the survivors of
// a killed member have agreed on nothing for 9 to 57 seconds under load (docs/resilience.md).
const writeConcurrency = 100;

/** Ends a member's part in the group, and its tries to join one; it takes no writes from then on. */
export async function leaveGroup(context: GroupContext, name: string) {
  // A flag that an interrupted command left behind would make the next start begin a second group.
  const work =
    'SET GLOBAL group_replication_bootstrap_group = OFF; STOP GROUP_REPLICATION; SET GLOBAL super_read_only = ON';
  // While a member tries to join, the statement may wait a minute for the last try: a new start is sooner.
  await onMember(context, name, (client) => client.run(work), 3_000).catch(async () => {
    await context.restartAlone(name);
    await waitUntilAnswers(context, name);
  });
}

async function waitUntilAnswers(context: GroupContext, name: string) {
  const answers = async () => (await ask(context, name)).answers;
  await waitFor(answers, { what: `${name} to answer`, timeoutMs: 60_000, signal: context.signal });
}

/** Begins a group on this member alone. Never to be done while another member runs the same group. */
export async function bootstrapGroup(context: GroupContext, name: string) {
  await onMember(context, name, async (client) => {
    await setRecoveryAccount(context, client);
    await client.run('SET GLOBAL group_replication_bootstrap_group = ON');
    try {
      await client.run('START GROUP_REPLICATION');
    } finally {
      await client.run('SET GLOBAL group_replication_bootstrap_group = OFF');
    }
  });
  await raiseWriteConcurrency(context, name);
  await context.joinOnBoot(name);
}

const cannotYet = 1123; // ER_CANT_INITIALIZE_UDF

// The statement that begins a group may end a moment before the member counts itself ONLINE, and until then it refuses this.
async function raiseWriteConcurrency(context: GroupContext, name: string) {
  const sql = `SELECT group_replication_set_write_concurrency(${writeConcurrency})`;
  const isRaised = async () => {
    try {
      await onMember(context, name, (client) => client.run(sql));
      return true;
    } catch (error) {
      if ((error as { errno?: number }).errno === cannotYet) return false;
      throw error;
    }
  };
  const next = `./lab logs ${name} shows why; then ./lab recover`;
  await waitFor(isRaised, {
    what: `${name} to be ONLINE in the group it began`,
    timeoutMs: 60_000,
    signal: context.signal,
    next,
  });
}

/** Sends a member into the group that the others run, and waits until it is ONLINE. */
export async function joinGroup(context: GroupContext, name: string) {
  await waitUntilAnswers(context, name);
  if (!(await hasRecoveryAccount(context, name))) await startMember(context, name);
  const isOnline = async () => {
    const reports = await reportGroup(context);
    if (findLiveGroup(reports).some((report) => report.name === name)) return true;
    if (reports.some((report) => report.name === name && isOutside(report))) await startMember(context, name);
    return false;
  };
  const next = `./lab logs ${name} shows why; then ./lab recover`;
  const what = `${name} to be ONLINE in the group`;
  await waitFor(isOnline, { what, timeoutMs: 180_000, signal: context.signal, next });
}

// A member that clones the group ends itself in the middle and is started again: the conversation may break off.
async function startMember(context: GroupContext, name: string) {
  await waitUntilTried(context, name);
  await leaveGroup(context, name);
  await context.joinOnBoot(name);
  await onMember(context, name, async (client) => {
    await setRecoveryAccount(context, client);
    await client.run('START GROUP_REPLICATION');
  }).catch((error: Error) => context.progress(`${name}: ${error.message}; waiting for its next try`));
}

// A try to join that is cut off leaves its traces in the group, which turns away the next one for a minute.
async function waitUntilTried(context: GroupContext, name: string) {
  const isTried = async () => !(await ask(context, name)).joining;
  await waitFor(isTried, { what: `${name} to end its try to join`, timeoutMs: 75_000, signal: context.signal });
}

// A member that is new has none, and could join but copy nothing.
async function hasRecoveryAccount(context: GroupContext, name: string) {
  const sql = `SELECT USER AS user FROM performance_schema.replication_connection_configuration
    WHERE CHANNEL_NAME = 'group_replication_recovery' AND USER <> ''`;
  return (await onMember(context, name, (client) => client.rows(sql))).length > 0;
}

async function setRecoveryAccount({ secrets }: GroupContext, client: { run(sql: string): Promise<void> }) {
  const { username, password } = secrets.replication;
  const account = `SOURCE_USER = ${escapeText(username)}, SOURCE_PASSWORD = ${escapeText(password)}`;
  await client.run(`CHANGE REPLICATION SOURCE TO ${account} ${recoveryChannel}`);
}

/** Lets a member that is in no group apply what it had received, as far as it can. */
export async function applyReceived(context: GroupContext, name: string) {
  const count = pending(await ask(context, name));
  if (count === 0) return;
  context.progress(`${name} applies ${count} transactions that it had received`);
  await onMember(context, name, (client) => client.run(`START REPLICA SQL_THREAD ${applier}`));
  await waitFor(() => isSettled(context, name), { what: `${name} to apply what it had received`, timeoutMs: 300_000 });
  await onMember(context, name, (client) => client.run(`STOP REPLICA SQL_THREAD ${applier}`));
}

/** Throws away what a member has received: applied already, or given up. */
export function forgetReceived(context: GroupContext, name: string) {
  return onMember(context, name, (client) => client.run(`RESET REPLICA ALL ${applier}`));
}

async function isSettled(context: GroupContext, name: string) {
  if (pending(await ask(context, name)) === 0) return true;
  const [row] = await onMember(context, name, (client) =>
    client.rows<{ state: string }>(
      `SELECT SERVICE_STATE AS state FROM performance_schema.replication_applier_status WHERE CHANNEL_NAME = 'group_replication_applier'`,
    ),
  );
  return row?.state === 'OFF';
}

function pending({ received, executed }: MemberReport) {
  return countGtids(subtractGtidSets(received, executed));
}

/** Copies transactions from one member to another by ordinary replication; neither is in a group. */
export async function fetchTransactions(
  context: GroupContext,
  { to, from, missing }: { to: string; from: string; missing: GtidSet },
) {
  const { mysql } = memberNamed(context, from);
  const { username, password } = context.secrets.replication;
  const channel = `FOR CHANNEL ${escapeText(`lab_from_${from}`)}`;
  const source = [
    `SOURCE_HOST = ${escapeText(mysql.address)}, SOURCE_PORT = ${mysql.port}`,
    `SOURCE_USER = ${escapeText(username)}, SOURCE_PASSWORD = ${escapeText(password)}`,
    'SOURCE_AUTO_POSITION = 1, SOURCE_SSL = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_CONNECT_RETRY = 1',
  ];
  const work = async (client: MemberClient) => {
    await dropChannel(client, `lab_from_${from}`);
    await client.run(`CHANGE REPLICATION SOURCE TO ${source.join(', ')} ${channel}; START REPLICA ${channel}`);
    try {
      await waitForTransactions(client, { missing, channel: `lab_from_${from}` });
    } finally {
      await dropChannel(client, `lab_from_${from}`);
    }
  };
  await onMember(context, to, work, 310_000);
}

async function dropChannel(client: MemberClient, name: string) {
  const sql = 'SELECT 1 FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME = ?';
  const channel = `FOR CHANNEL ${escapeText(name)}`;
  if ((await client.rows(sql, [name])).length > 0)
    await client.run(`STOP REPLICA ${channel}; RESET REPLICA ALL ${channel}`);
}

async function waitForTransactions(client: MemberClient, { missing, channel }: { missing: GtidSet; channel: string }) {
  const isThere = async () => {
    const [row] = await client.rows<{ there: number }>('SELECT GTID_SUBSET(?, @@GLOBAL.gtid_executed) AS there', [
      renderGtidSet(missing),
    ]);
    if (row?.there === 1) return true;
    const errors = await client.rows<{ message: string }>(channelErrorsSql, [channel, channel]);
    if (errors[0]) throw new Error(`replication over ${channel} failed: ${errors[0].message}`);
    return false;
  };
  await waitFor(isThere, { what: `the transactions of ${channel}`, timeoutMs: 300_000, intervalMs: 50 });
}

const channelErrorsSql = `
  SELECT LAST_ERROR_MESSAGE AS message FROM performance_schema.replication_connection_status
    WHERE CHANNEL_NAME = ? AND LAST_ERROR_NUMBER NOT IN (0, 2003)
  UNION ALL
  SELECT LAST_ERROR_MESSAGE FROM performance_schema.replication_applier_status_by_worker
    WHERE CHANNEL_NAME = ? AND LAST_ERROR_NUMBER <> 0`;

function ask(context: GroupContext, name: string) {
  const { members, secrets } = context;
  return reportMember(memberNamed(context, name), { account: secrets.root, timeoutMs: 5_000, members });
}
