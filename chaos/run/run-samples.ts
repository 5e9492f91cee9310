import type { SampleLine } from '../../scripts/record/lines.ts';
import type { Sample } from '../history.ts';

export interface RunClock {
  /** When the run began, in milliseconds since 1970. */
  beganAtMs: number;
  hosts: { name: string; role: string }[];
}

/** A sample of the record as the verdict needs it. */
export function toRunSample({ atMs, members, proxy, memoryMb }: SampleLine, { beganAtMs, hosts }: RunClock): Sample {
  const servers = proxy.answers ? Object.entries(proxy.servers.mysql ?? {}) : [];
  const routed = new Set(servers.filter(([, server]) => server.routed).map(([name]) => name));
  const memory = memoryMb && sumMemory(memoryMb, hosts);
  return {
    atMs: Math.max(0, atMs - beganAtMs),
    members: describeMembers(members, routed),
    ...(memory && { memoryMb: memory }),
  };
}

/** The state of each member: what it says of itself, and what another member with a majority says of it. */
export function describeMembers(members: SampleLine['members'], routed: Set<string>): Sample['members'] {
  const entries = Object.entries(members).map(([name, member]) => {
    const witness = Object.entries(members).find(([other, each]) => other !== name && seesMajority(each))?.[1];
    const seenAs = witness?.answers ? (witness.view[name] ?? 'GONE') : undefined;
    const state = member.answers ? member.state : 'DOWN';
    return [name, { state, routed: routed.has(name), ...(seenAs && { seenAs }) }] as const;
  });
  return Object.fromEntries(entries);
}

function seesMajority(member: SampleLine['members'][string]) {
  if (!member.answers || member.state !== 'ONLINE') return false;
  const states = Object.values(member.view);
  return states.filter((state) => state === 'ONLINE').length * 2 > states.length;
}

function sumMemory(memoryMb: Record<string, number>, hosts: RunClock['hosts']) {
  const sumOf = (role: string) => {
    const sizes = hosts.filter((host) => host.role === role).flatMap(({ name }) => memoryMb[name] ?? []);
    return Math.round(sizes.reduce((sum, size) => sum + size, 0) * 10) / 10;
  };
  const [api, haproxy] = [sumOf('web'), sumOf('haproxy')];
  return { ...(api && { api }), ...(haproxy && { haproxy }) };
}
