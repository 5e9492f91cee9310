import { waitFor } from '../waiting/wait.ts';
import type { Group } from './group.ts';
import type { MemberClient } from './member-client.ts';
import { findLiveGroup, isOutside } from './quorum.ts';
import { escapeText } from './sql-text.ts';

// How many messages the members may agree on at once; the group keeps the number while it lives.
// With MySQL's 10 the survivors of a killed member agreed on nothing for 9 to 57 seconds under load
// (docs/resilience.md).
const writeConcurrency = 100;

/**
 * Takes a member out of its group and ends its tries to join one; it accepts no writes from then
 * on.
 */
export async function leaveGroup(group: Group, name: string) {
  const member = group.member(name);
  // A bootstrap flag left ON by an interrupted command would make the next start begin a second
  // group.
  const sql =
    'SET GLOBAL group_replication_bootstrap_group = OFF; STOP GROUP_REPLICATION; SET GLOBAL super_read_only = ON';
  // While a member tries to join, the statement waits up to a minute for that try: restarting is
  // faster.
  await member.run(sql, { timeoutMs: 3_000 }).catch(async () => {
    await member.restartAlone();
    await member.waitUntilAnswers();
  });
}

/**
 * Begins a group on this member alone. Never to be called while another member runs the same group.
 */
export async function bootstrapGroup(group: Group, name: string) {
  const member = group.member(name);
  await member.talk(async (client) => {
    await setRecoveryAccount(group, client);
    await client.run('SET GLOBAL group_replication_bootstrap_group = ON');
    try {
      await client.run('START GROUP_REPLICATION');
    } finally {
      await client.run('SET GLOBAL group_replication_bootstrap_group = OFF');
    }
  });
  await raiseWriteConcurrency(group, name);
  await member.joinOnBoot();
}

const notOnlineYet = 1123; // ER_CANT_INITIALIZE_UDF

// START GROUP_REPLICATION may return a moment before the member is ONLINE, and until then it
// refuses this function.
async function raiseWriteConcurrency(group: Group, name: string) {
  const sql = `SELECT group_replication_set_write_concurrency(${writeConcurrency})`;
  const isRaised = async () => {
    try {
      await group.member(name).run(sql);
      return true;
    } catch (error) {
      if ((error as { errno?: number }).errno === notOnlineYet) return false;
      throw error;
    }
  };
  const what = `${name} to be ONLINE in the group it began`;
  await waitFor(isRaised, { what, timeoutMs: 60_000, next: showLogs(name) });
}

/** Makes a member join the group that the others run, and waits until it is ONLINE. */
export async function joinGroup(group: Group, name: string) {
  await group.member(name).waitUntilAnswers();
  if (!(await hasRecoveryAccount(group, name))) await startReplication(group, name);
  const isOnline = async () => {
    const reports = await group.report();
    if (findLiveGroup(reports).some((report) => report.name === name)) return true;
    if (reports.some((report) => report.name === name && isOutside(report))) await startReplication(group, name);
    return false;
  };
  const what = `${name} to be ONLINE in the group`;
  await waitFor(isOnline, { what, timeoutMs: 180_000, next: showLogs(name) });
}

// A member that clones the group restarts itself on the way, which may cut off this connection.
async function startReplication(group: Group, name: string) {
  const member = group.member(name);
  await waitUntilTryEnds(group, name);
  await leaveGroup(group, name);
  await member.joinOnBoot();
  const start = async (client: MemberClient) => {
    await setRecoveryAccount(group, client);
    await client.run('START GROUP_REPLICATION');
  };
  await member
    .talk(start)
    .catch((error: Error) => group.progress(`${name}: ${error.message}; waiting for its next try`));
}

// A try to join that is cut off stays known to the group, which then refuses the next one for a
// minute.
async function waitUntilTryEnds(group: Group, name: string) {
  const hasEnded = async () => !(await group.member(name).report()).joining;
  await waitFor(hasEnded, { what: `${name} to end its try to join`, timeoutMs: 75_000 });
}

// A new member has no recovery account: it could join, but not copy the data.
async function hasRecoveryAccount(group: Group, name: string) {
  const sql = `SELECT USER AS user FROM performance_schema.replication_connection_configuration
    WHERE CHANNEL_NAME = 'group_replication_recovery' AND USER <> ''`;
  return (await group.member(name).rows(sql)).length > 0;
}

async function setRecoveryAccount({ replication }: Group, client: MemberClient) {
  const { username, password } = replication;
  const account = `SOURCE_USER = ${escapeText(username)}, SOURCE_PASSWORD = ${escapeText(password)}`;
  await client.run(`CHANGE REPLICATION SOURCE TO ${account} FOR CHANNEL 'group_replication_recovery'`);
}

function showLogs(name: string) {
  return `./lab logs ${name} shows why; then ./lab recover`;
}
