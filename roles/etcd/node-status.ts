import type { Host } from '../../scripts/settings/lab-file.ts';
import type { Question } from '../role.ts';
import type { LabView } from '../view.ts';
import { urlOf } from './configuration.ts';

/** What a node says of itself; it answers without the others, too. */
export interface NodeStatus {
  name: string;
  version: string;
  /** The name of the node that leads; empty where this one knows of none. */
  leader: string;
  term: number;
  /** The last entry of its log, and the last that it has applied. */
  index: number;
  appliedIndex: number;
  revision: number;
  dbBytes: number;
}

/** What the gateway answers; numbers of 64 bits are strings, and those that are 0 are left out. */
interface Told {
  header: { member_id: string; revision?: string };
  version: string;
  leader?: string;
  raftTerm?: string;
  raftIndex?: string;
  raftAppliedIndex?: string;
  dbSize?: string;
}

/** Asks every node at once for its state; undefined in the place of one that does not answer. */
export async function askNodes(view: LabView, { timeoutMs }: { timeoutMs: number }) {
  const hosts = view.hostsOf('etcd');
  const told = await Promise.all(
    hosts.map((host) => askNode(urlOf(view, host, 'client'), timeoutMs).catch(() => undefined)),
  );
  return readStatuses(hosts.map((host, index) => [host.name, told[index]]));
}

/** The same for one look at all hosts. */
export const askNodesOnce = ({ view, once }: Pick<Question, 'view' | 'once'>) =>
  once('etcd', () => askNodes(view, { timeoutMs: 1_500 }));

async function askNode(url: string, timeoutMs: number): Promise<Told> {
  const answer = await fetch(`${url}/v3/maintenance/status`, {
    method: 'POST',
    body: '{}',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return (await answer.json()) as Told;
}

/** The states of nodes by their names. A leader is told by its number, which is that of a node that answers, or unknown. */
export function readStatuses(answers: [string, Told | undefined][]): Map<string, NodeStatus> {
  const names = new Map(answers.flatMap(([name, told]) => (told ? [[told.header.member_id, name]] : [])));
  const statuses = answers.flatMap(([name, told]) => (told ? [readStatus(name, told, names)] : []));
  return new Map(statuses.map((status) => [status.name, status]));
}

function readStatus(name: string, told: Told, names: Map<string, string>): NodeStatus {
  const { leader = '0', version } = told;
  return {
    name,
    version,
    leader: leader === '0' ? '' : (names.get(leader) ?? 'a node that does not answer'),
    term: Number(told.raftTerm ?? 0),
    index: Number(told.raftIndex ?? 0),
    appliedIndex: Number(told.raftAppliedIndex ?? 0),
    revision: Number(told.header.revision ?? 0),
    dbBytes: Number(told.dbSize ?? 0),
  };
}

/** The host of a node that leads, as most nodes tell; undefined where there is none. */
export function findLeader(hosts: Host[], statuses: Map<string, NodeStatus>): Host | undefined {
  const [newest] = [...statuses.values()].toSorted((one, other) => other.term - one.term);
  return hosts.find(({ name }) => name === newest?.leader);
}
