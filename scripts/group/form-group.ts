import { UserError } from '../messages/user-error.ts';
import { waitFor } from '../waiting/wait.ts';
import { compareTables } from './compare-tables.ts';
import { decideStart, type StartDecision } from './decide-start.ts';
import { type GroupContext, onMember, reportGroup } from './group-context.ts';
import { countGtids, renderGtidSet, subtractGtidSets, uniteGtidSets } from './gtid-set.ts';
import type { MemberReport } from './member-report.ts';
import { claimsGroup, findLiveGroup } from './quorum.ts';
import { describeDiverged, describeLeftOut, describeRecovery } from './recovery-story.ts';
import {
  applyReceived,
  bootstrapGroup,
  fetchTransactions,
  forgetReceived,
  joinGroup,
  leaveGroup,
} from './replication-steps.ts';

export interface FormOptions {
  database: string;
  /** Statements to run once on the first member of the group, before the others join; none where nothing changed. */
  installSql: string | undefined;
  force: boolean;
}

export interface FormResult {
  action: StartDecision['action'];
  /** What a person should know: what each member had, who was chosen, what differs. */
  story: string[];
  /** Whether the tables were compared and are not the same everywhere. */
  differs?: boolean;
}

/** Brings all members that answer into one group that has every transaction of it, from whatever state they are in. */
export async function formGroup(context: GroupContext, options: FormOptions): Promise<FormResult> {
  const reports = await prepareReports(context, options.force);
  const { groupUuid, leftOut } = context;
  const decision = decideStart(reports, { groupUuid, leftOut, force: options.force });
  if (decision.action === 'refuse') throw new UserError(decision.why, { next: decision.next });
  if (decision.action === 'recover') await leaveOutSilent(context, reports);
  const result = await act(context, { reports, decision, options });
  await settleReadOnly(context);
  return { ...result, story: [...result.story, ...describeLeftOut(context.leftOut)] };
}

// Where no group lives, nobody may join one while the decision is made, and everybody applies what they had received.
async function prepareReports(context: GroupContext, force: boolean) {
  const reports = await reportSettled(context);
  const someAreSilent = reports.some(({ name, answers }) => !answers && !context.leftOut.includes(name));
  if (findLiveGroup(reports).length > 0 || (someAreSilent && !force)) return reports;
  const answering = reports.filter(({ answers }) => answers).map(({ name }) => name);
  await Promise.all(answering.map((name) => leaveGroup(context, name)));
  await Promise.all(answering.map((name) => applyReceived(context, name)));
  const applied = await reportGroup(context);
  await refuseUnapplied(context, { reports: applied, force });
  return applied;
}

// What a member received and cannot apply is lost only where no other member has it.
async function refuseUnapplied(context: GroupContext, { reports, force }: { reports: MemberReport[]; force: boolean }) {
  const executed = uniteGtidSets(...reports.map((report) => report.executed));
  for (const { name, received } of reports) {
    const lost = subtractGtidSets(received, executed);
    if (lost.size > 0 && !force) {
      throw new UserError(`${name} cannot apply what it alone had received: ${renderGtidSet(lost)}`, {
        next: `./lab logs ${name} shows why (a full disk?); mend that and repeat, or lose them: ./lab recover --force`,
      });
    }
    if (lost.size > 0) await forgetReceived(context, name);
  }
}

// A member that the group begins without must not run one of its own, and must not come back as if it had been there.
async function leaveOutSilent(context: GroupContext, reports: MemberReport[]) {
  for (const { name, answers } of reports) {
    if (!answers && !context.leftOut.includes(name)) await context.leaveOut(name);
  }
}

// While members come and go their answers do not fit together: a group is given up only when it stays like that.
async function reportSettled(context: GroupContext) {
  let reports = await reportGroup(context);
  const isSettled = async () => {
    reports = await reportGroup(context);
    return findLiveGroup(reports).length > 0 || !claimsGroup(reports);
  };
  await waitFor(isSettled, { what: 'a group that decides', timeoutMs: 6_000, intervalMs: 300 }).catch(ignoreVain);
  return reports;
}

function ignoreVain(error: unknown) {
  if (!(error instanceof UserError)) throw error;
}

interface Step {
  reports: MemberReport[];
  decision: Exclude<StartDecision, { action: 'refuse' }>;
  options: FormOptions;
}

async function act(context: GroupContext, { reports, decision, options }: Step): Promise<FormResult> {
  if (decision.action === 'nothing') {
    await install(context, reports[0]?.name ?? '', options.installSql);
    return { action: 'nothing', story: [] };
  }
  if (decision.action === 'join') return await join(context, { reports, decision, options });
  if (decision.action === 'create') return await create(context, decision, options);
  return await recover(context, { reports, decision, options });
}

type Of<A extends StartDecision['action']> = Extract<StartDecision, { action: A }>;

async function join(
  context: GroupContext,
  { reports, decision, options }: Step & { decision: Of<'join'> },
): Promise<FormResult> {
  const [first] = findLiveGroup(reports);
  await install(context, first?.name ?? '', options.installSql);
  await joinAll(context, decision.members);
  return { action: 'join', story: describeDiverged(decision.diverged) };
}

async function create(context: GroupContext, { on, members }: Of<'create'>, options: FormOptions): Promise<FormResult> {
  context.progress(`${on} begins the group`);
  await bootstrapGroup(context, on);
  await install(context, on, options.installSql);
  await joinAll(context, members);
  return { action: 'create', story: [] };
}

async function recover(
  context: GroupContext,
  { reports, decision, options }: Step & { decision: Of<'recover'> },
): Promise<FormResult> {
  const { chosen, sources, members, diverged } = decision;
  for (const source of sources) {
    context.progress(`${chosen} fetches ${countGtids(source.missing)} transactions from ${source.from}`);
    await fetchTransactions(context, { to: chosen, ...source });
  }
  context.progress(`${chosen} begins the group again`);
  await bootstrapGroup(context, chosen);
  await install(context, chosen, options.installSql);
  await joinAll(context, members);
  context.progress('comparing all tables on all members');
  const differences = await compareTables(context, { database: options.database, names: [chosen, ...members] });
  const same = `All tables are identical on ${[chosen, ...members].join(', ')}.`;
  const differing = differences.map(
    ({ table, checksums }) => `DIFFERENT: table ${table}, checksums ${JSON.stringify(checksums)}`,
  );
  const outcome = differences.length === 0 ? [same] : differing;
  return {
    action: 'recover',
    differs: differences.length > 0,
    story: [...describeRecovery(reports, decision), ...describeDiverged(diverged), ...outcome],
  };
}

async function joinAll(context: GroupContext, names: string[]) {
  if (names.length > 0) context.progress(`${names.join(' and ')} join${names.length === 1 ? 's' : ''} the group`);
  await Promise.all(names.map((name) => joinGroup(context, name)));
}

async function install(context: GroupContext, name: string, sql: string | undefined) {
  if (sql === undefined) return;
  context.progress('installing database, accounts and health check');
  await onMember(context, name, (client) => client.run(sql));
}

/** Ends what a comparison that was cut off leaves behind: a member of a living group is never read-only. */
export async function settleReadOnly(context: GroupContext) {
  const live = findLiveGroup(await reportGroup(context)).filter(({ readOnly }) => readOnly);
  await Promise.all(
    live.map(({ name }) => onMember(context, name, (client) => client.run('SET GLOBAL read_only = OFF'))),
  );
}
