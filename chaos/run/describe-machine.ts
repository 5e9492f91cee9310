import { cpus, release, totalmem, type } from 'node:os';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import { collectStatus } from '../../scripts/status/collect-status.ts';

/** This machine in one line. */
export function describeMachine(): string {
  const [processor] = cpus();
  const model = processor?.model.trim() || 'processor';
  return `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}`;
}

/** The versions of all programs of the lab. */
export async function describeVersions(lab: Lab): Promise<Record<string, string>> {
  const { members, haproxy } = await collectStatus(lab);
  return {
    node: process.versions.node,
    mysql: members.map(({ version }) => version).find((version) => version !== '') ?? '',
    ...(haproxy.version && { haproxy: haproxy.version }),
    target: lab.config.caller ?? lab.target.name,
  };
}
