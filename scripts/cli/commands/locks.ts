import { defineCommand } from 'citty';
import { createGateway, NoMajority } from '../../../api/locks/gateway.ts';
import type { Holding } from '../../../api/locks/lock-words.ts';
import { createLocks } from '../../../api/locks/locks.ts';
import { listNodes } from '../../../roles/etcd/configuration.ts';
import { askNodes, type NodeStatus } from '../../../roles/etcd/node-status.ts';
import { type Lab, openLab } from '../../lab/open-lab.ts';
import { renderTable } from '../../messages/render-table.ts';
import { UserError } from '../../messages/user-error.ts';

export const locks = defineCommand({
  args: { json: { type: 'boolean', description: 'As JSON' } },
  async run({ args }) {
    const lab = await openLab();
    requireLocks(lab);
    const report = await readLocks(lab);
    console.log(args.json ? JSON.stringify(report, null, 2) : renderLocks(report, Date.now()));
    if (!report.held) process.exitCode = 1;
  },
});

/** Fails with the next step where the lab has no etcd. */
export function requireLocks({ target }: Lab) {
  if (target.view.hostsOf('etcd').length > 0) return;
  throw new UserError('The profile "locks" is not on', { next: './lab add locks' });
}

/** The nodes of etcd, and who holds which lock. */
export interface LocksReport {
  nodes: ({ name: string } & Partial<NodeStatus>)[];
  /** Undefined where no majority answers. */
  held?: Holding[];
}

async function readLocks({ target: { view } }: Lab): Promise<LocksReport> {
  const own = createLocks(createGateway({ nodes: listNodes(view) }));
  const [statuses, held] = await Promise.all([
    askNodes(view, { timeoutMs: 1_000 }),
    own.list().catch((error: unknown) => {
      if (error instanceof NoMajority) return undefined;
      throw error;
    }),
  ]);
  const nodes = view.hostsOf('etcd').map(({ name }) => statuses.get(name) ?? { name });
  return { nodes, ...(held && { held }) };
}

/** Both as tables. */
export function renderLocks({ nodes, held }: LocksReport, nowMs: number): string {
  const rows = nodes.map(({ name, leader, term, index, appliedIndex, revision }) =>
    leader === undefined
      ? [name, 'does not answer', '', '', '', '']
      : [name, renderPart(name, leader), ...[term, index, appliedIndex, revision].map(String)],
  );
  const table = renderTable(['NODE', 'STATE', 'TERM', 'LOG INDEX', 'APPLIED', 'REVISION'], rows);
  return `${table}\n\n${renderHeld(held, nowMs)}`;
}

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
