import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../settings/config.ts';

/** What VirtualBox makes a machine of. */
export interface OvfMachine {
  disk: string;
  capacityBytes: number;
  arm: boolean;
}

/** The description of a machine with one disk and one network (OVF 1.0). */
export function renderOvf({ disk, capacityBytes, arm }: OvfMachine): string {
  const system = arm
    ? { systemId: '101', system: 'Ubuntu Linux (ARM 64-bit)' }
    : { systemId: '94', system: 'Ubuntu Linux (64-bit)' };
  const values: Record<string, string> = { disk, capacity: String(capacityBytes), ...system };
  const template = readFileSync(join(projectDir, 'scripts/box/machine.ovf'), 'utf8');
  return template.replaceAll(/{{(\w+)}}/g, (_, name: string) => values[name] ?? '');
}
