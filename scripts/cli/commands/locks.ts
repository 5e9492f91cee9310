import { defineCommand } from 'citty';
import { createGateway, NoMajority } from '../../../api/locks/gateway.ts';
import type { Holding } from '../../../api/locks/lock-words.ts';
import { createLocks } from '../../../api/locks/locks.ts';
import { listNodes } from '../../../roles/etcd/configuration.ts';
import { askNodes, type NodeStatus } from '../../../roles/etcd/node-status.ts';
import { openMember } from '../../database/open-member.ts';
import { type Lab, openLab } from '../../lab/open-lab.ts';
import { requireProfile } from '../../lab/require-profile.ts';
import { chooseMember } from '../../lifecycle/install-tables.ts';
import { renderTable } from '../../messages/render-table.ts';

export const locks = defineCommand({
  args: { json: { type: 'boolean', description: 'As JSON' } },
  async run({ args }) {
    const lab = await openLab();
    requireProfile(lab, 'locks');
    const report = await readLocks(lab);
    console.log(args.json ? JSON.stringify(report, null, 2) : renderLocks(report, Date.now()));
    if (!report.held) process.exitCode = 1;
  },
});

/** The nodes of etcd, and who holds which lock. */
export interface LocksReport {
  nodes: ({ name: string } & Partial<NodeStatus>)[];
  /** Undefined where no majority answers. */
  held?: Holding[];
  /** The highest token that the database has seen; undefined where it does not answer. */
  highestToken?: number;
}

async function readLocks(lab: Lab): Promise<LocksReport> {
  const { view } = lab.target;
  const own = createLocks(createGateway({ nodes: listNodes(view) }));
  const [statuses, highestToken, held] = await Promise.all([
    askNodes(view, { timeoutMs: 1_000 }),
    readHighestToken(lab).catch(() => undefined),
    own.list().catch((error: unknown) => {
      if (error instanceof NoMajority) return undefined;
      throw error;
    }),
  ]);
  const nodes = view.hostsOf('etcd').map(({ name }) => statuses.get(name) ?? { name });
  return { nodes, ...(held && { held }), ...(highestToken !== undefined && { highestToken }) };
}

async function readHighestToken(lab: Lab): Promise<number> {
  const knex = openMember(await chooseMember(lab), { connections: 1 });
  try {
    const [row] = await knex('lock_fences').max({ token: 'token' });
    return Number(row?.token ?? 0);
  } finally {
    await knex.destroy();
  }
}

/** Both as tables. */
export function renderLocks({ nodes, held, highestToken = 0 }: LocksReport, nowMs: number): string {
  const rows = nodes.map(({ name, leader, term, index, appliedIndex, revision }) =>
    leader === undefined
      ? [name, 'does not answer', '', '', '', '']
      : [name, renderPart(name, leader), ...[term, index, appliedIndex, revision].map(String)],
  );
  const table = renderTable(['NODE', 'STATE', 'TERM', 'LOG INDEX', 'APPLIED', 'REVISION'], rows);
  const revisions = nodes.flatMap(({ revision }) => revision ?? []);
  const isYoung = revisions.length > 0 && Math.max(...revisions) < highestToken;
  return [table, renderHeld(held, nowMs), ...(isYoung ? [renderYoung(highestToken)] : [])].join('\n\n');
}

// The revisions begin anew where the folders of all nodes were deleted.
const renderYoung = (token: number) =>
  `The database has seen token ${token}, and etcd's log is younger: writes with newer grants are refused. See docs/locks.md, Limits.`;

function renderPart(name: string, leader: string) {
  if (leader === '') return 'no leader';
  return leader === name ? 'leads' : `follows ${leader}`;
}

function renderHeld(held: Holding[] | undefined, nowMs: number): string {
  if (!held) return 'No majority of etcd answers: no lock is granted until it does.';
  if (held.length === 0) return 'No lock is held.';
  const rows = held
    .toSorted((one, other) => one.sinceMs - other.sinceMs)
    .map(({ name, holder, sinceMs, token }) => [name, holder, renderSince(sinceMs, nowMs), String(token)]);
  return renderTable(['LOCK', 'HOLDER', 'SINCE', 'TOKEN'], rows);
}

const renderSince = (sinceMs: number, nowMs: number) =>
  `${new Date(sinceMs).toISOString().slice(11, 19)} (${Math.max(0, Math.round((nowMs - sinceMs) / 1_000))} s)`;
