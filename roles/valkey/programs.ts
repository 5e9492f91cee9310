import type { Judgement, ProgramSource } from '../../scripts/servers/program.ts';
import { isAtLeast } from '../../scripts/servers/version.ts';

const minimumVersion = '8.0.0';

/** Valkey as Debian and Ubuntu package it; Sentinel is the same program. */
export const valkeyPrograms: ProgramSource[] = [
  {
    name: 'valkey-server',
    product: 'Valkey',
    minimumVersion,
    package: 'valkey-server',
    withPackages: ['valkey-tools'],
    binary: 'usr/bin/valkey-server',
    versionFlag: '--version',
    writesOwnFiles: true,
    judge: judgeValkey,
  },
];

/** Whether this Valkey is of use here, judged by what it prints for --version. */
export function judgeValkey(output: string): Judgement {
  const version = /^Valkey server v=(\d+(?:\.\d+)+)/m.exec(output)?.[1];
  if (!version) return { version: '', whyNot: "what it prints for its version is not Valkey's answer" };
  const isOld = !isAtLeast(version, minimumVersion);
  return { version, whyNot: isOld ? `it is Valkey ${version}, older than ${minimumVersion}` : undefined };
}
