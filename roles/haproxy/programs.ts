import type { Judgement, ProgramSource } from '../../scripts/servers/program.ts';
import { isAtLeast } from '../../scripts/servers/version.ts';

const minimumVersion = '2.6';

/** HAProxy, as Debian and Ubuntu package it. */
export const haproxyPrograms: ProgramSource[] = [
  {
    name: 'haproxy',
    product: 'HAProxy',
    minimumVersion,
    package: 'haproxy',
    binary: 'usr/sbin/haproxy',
    versionFlag: '-v',
    writesOwnFiles: true,
    // On a reload HAProxy's master executes its own argv[0] anew: that has to be something that finds the libraries.
    executesItself: true,
    judge: judgeHaproxy,
  },
];

/** Whether this haproxy is of use here, judged by what it prints for -v. */
export function judgeHaproxy(output: string): Judgement {
  const version = parseHaproxyVersion(output);
  if (!version) return { version: '', whyNot: "what it prints for -v is not HAProxy's answer" };
  const isOld = !isAtLeast(version, minimumVersion);
  return { version, whyNot: isOld ? `it is HAProxy ${version}, older than ${minimumVersion}` : undefined };
}

/** The version in what `haproxy -v` prints, or undefined where there is none. */
export function parseHaproxyVersion(output: string): string | undefined {
  return output.match(/\bHA-?Proxy version (\d+\.\d+(?:\.\d+)?)/)?.[1];
}
