import { UserError } from '../messages/user-error.ts';
import { compareTables, releaseReadOnly, type TableDifference } from './compare-tables.ts';
import { decideStart, type StartDecision } from './decide-start.ts';
import type { Group } from './group.ts';
import { countGtids } from './gtid-set.ts';
import type { MemberReport } from './member-report.ts';
import { bootstrapGroup, joinGroup } from './membership.ts';
import { prepareMembers } from './prepare-members.ts';
import { findLiveGroup } from './quorum.ts';
import { describeDiverged, describeLeftOut, describeRecovery } from './recovery-summary.ts';
import { fetchTransactions } from './transactions.ts';

export interface FormOptions {
  database: string;
  /**
   * Statements for the first member of the group, before the others join; undefined where nothing
   * has changed.
   */
  installSql: string | undefined;
  force: boolean;
}

export interface FormResult {
  action: StartDecision['action'];
  /** Lines for the user: what each member had, which one was chosen, what differs. */
  summary: string[];
  /** Whether the tables were compared and are not the same on all members. */
  differs?: boolean;
}

/**
 * Brings all members that answer into one group that has every transaction of it, whatever state
 * they are in.
 */
export async function formGroup(group: Group, options: FormOptions): Promise<FormResult> {
  const { force } = options;
  const reports = await prepareMembers(group, { force });
  const decision = decideStart(reports, { groupUuid: group.uuid, leftOut: group.leftOut, force });
  if (decision.action === 'refuse') throw new UserError(decision.why, { next: decision.next });
  if (decision.action === 'recover') await leaveOutSilent(group, reports);
  const result = await carryOut(group, { reports, decision, options });
  await releaseReadOnly(group);
  return { ...result, summary: [...result.summary, ...describeLeftOut(group.leftOut)] };
}

// A silent member must neither run a group of its own nor come back as if it had been in this one.
async function leaveOutSilent(group: Group, reports: MemberReport[]) {
  for (const { name, answers } of reports) {
    if (!answers && !group.leftOut.includes(name)) await group.member(name).leaveOut();
  }
}

type Of<A extends StartDecision['action']> = Extract<StartDecision, { action: A }>;

interface Decided<Decision> {
  reports: MemberReport[];
  decision: Decision;
  options: FormOptions;
}

async function carryOut(group: Group, decided: Decided<Exclude<StartDecision, Of<'refuse'>>>): Promise<FormResult> {
  const { decision, reports, options } = decided;
  if (decision.action === 'join') return await join(group, { ...decided, decision });
  if (decision.action === 'create') return await create(group, { ...decided, decision });
  if (decision.action === 'recover') return await recover(group, { ...decided, decision });
  await install(group, reports[0]?.name ?? '', options.installSql);
  return { action: 'nothing', summary: [] };
}

async function join(group: Group, { reports, decision, options }: Decided<Of<'join'>>): Promise<FormResult> {
  const [first] = findLiveGroup(reports);
  await install(group, first?.name ?? '', options.installSql);
  await joinAll(group, decision.members);
  return { action: 'join', summary: describeDiverged(decision.diverged) };
}

async function create(group: Group, { decision, options }: Decided<Of<'create'>>): Promise<FormResult> {
  group.progress(`${decision.on} begins the group`);
  await bootstrapGroup(group, decision.on);
  await install(group, decision.on, options.installSql);
  await joinAll(group, decision.members);
  return { action: 'create', summary: [] };
}

async function recover(group: Group, { reports, decision, options }: Decided<Of<'recover'>>): Promise<FormResult> {
  const { chosen, sources, members, diverged } = decision;
  for (const source of sources) {
    group.progress(`${chosen} fetches ${countGtids(source.missing)} transactions from ${source.from}`);
    await fetchTransactions(group, { to: chosen, ...source });
  }
  group.progress(`${chosen} begins the group again`);
  await bootstrapGroup(group, chosen);
  await install(group, chosen, options.installSql);
  await joinAll(group, members);
  group.progress('comparing all tables on all members');
  const names = [chosen, ...members];
  const differences = await compareTables(group, { database: options.database, names });
  return {
    action: 'recover',
    differs: differences.length > 0,
    summary: [
      ...describeRecovery(reports, decision),
      ...describeDiverged(diverged),
      ...describeDifferences(names, differences),
    ],
  };
}

function describeDifferences(names: string[], differences: TableDifference[]) {
  if (differences.length === 0) return [`All tables are identical on ${names.join(', ')}.`];
  return differences.map(({ table, checksums }) => `DIFFERENT: table ${table}, checksums ${JSON.stringify(checksums)}`);
}

async function joinAll(group: Group, names: string[]) {
  if (names.length > 0) group.progress(`${names.join(' and ')} join${names.length === 1 ? 's' : ''} the group`);
  await Promise.all(names.map((name) => joinGroup(group, name)));
}

async function install(group: Group, name: string, sql: string | undefined) {
  if (sql === undefined) return;
  group.progress('installing database, accounts and health check');
  await group.member(name).run(sql);
}
