import type { ExecutionContext } from 'ava';
import { createGateway } from '../../../api/locks/gateway.ts';
import { createLocks, type Grant, type Locks, type Wanted } from '../../../api/locks/locks.ts';
import { listNodes } from '../../../roles/etcd/configuration.ts';
import { askNodes, findLeader } from '../../../roles/etcd/node-status.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';
import { runLab } from '../../cluster/support/command.ts';
import { type TestLab, useLab } from '../../cluster/support/lab.ts';

/** Adds the profile locks to the lab, and opens that. */
export async function addLocks(t: ExecutionContext<unknown>): Promise<TestLab> {
  await (await useLab()).waitUntilWhole();
  const added = await runLab(['add', 'locks']);
  t.is(added.exitCode, 0, `${added.stdout}${added.stderr}`);
  return await useLab();
}

/** The locks of a lab, for a program of its own. */
export const openLocks = ({ lab }: TestLab): Locks => createLocks(createGateway({ nodes: listNodes(lab.target.view) }));

/** The name of the node that leads; waits until there is one. */
export async function nameLeader({ lab }: TestLab): Promise<string> {
  const { view } = lab.target;
  const look = async () => findLeader(view.hostsOf('etcd'), await askNodes(view, { timeoutMs: 1_000 }))?.name;
  return await waitFor(look, { what: 'a leader of etcd', timeoutMs: 20_000 });
}

/** What a holder of a test asks for. */
export const want = (name: string, holder: string, ttlS = 2): Wanted => ({ name: `test/${name}`, holder, ttlS });

/** Acquires a lock that is free. */
export async function take(locks: Locks, wanted: Wanted): Promise<Grant> {
  const acquired = await locks.acquire(wanted);
  if ('granted' in acquired) return acquired.granted;
  throw new Error(`${acquired.heldBy.holder} holds it`);
}
