import type { Judgement, ProgramSource } from '../../scripts/servers/program.ts';
import { isAtLeast } from '../../scripts/servers/version.ts';

// The first whose gateway has its paths under /v3.
const minimumVersion = '3.4.0';

/** etcd as Debian and Ubuntu package it. */
export const etcdPrograms: ProgramSource[] = [
  {
    name: 'etcd',
    product: 'etcd',
    minimumVersion,
    package: 'etcd-server',
    binary: 'usr/bin/etcd',
    versionFlag: '--version',
    writesOwnFiles: true,
    judge: judgeEtcd,
  },
];

/** Whether this etcd is of use here, judged by what it prints for --version. */
export function judgeEtcd(output: string): Judgement {
  const version = /^etcd Version: (\d+(?:\.\d+)+)/m.exec(output)?.[1];
  if (!version) return { version: '', whyNot: "what it prints for its version is not etcd's answer" };
  const isOld = !isAtLeast(version, minimumVersion);
  return { version, whyNot: isOld ? `it is etcd ${version}, older than ${minimumVersion}` : undefined };
}
