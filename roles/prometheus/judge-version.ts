import type { Judgement } from '../../scripts/servers/program.ts';
import { isAtLeast } from '../../scripts/servers/version.ts';

/** Judges what a program of Prometheus' family prints for --version, such as "promtool, version 3.5.3+ds1 (branch: …". */
export function judgeVersion(product: string, minimumVersion: string) {
  return (output: string): Judgement => {
    const version = parseVersion(output);
    if (!version) return { version: '', whyNot: `what it prints for its version is not the answer of ${product}` };
    const isOld = !isAtLeast(version, minimumVersion);
    return { version, whyNot: isOld ? `it is ${product} ${version}, older than ${minimumVersion}` : undefined };
  };
}

// Debian builds the process exporter without a version; the package's is then the revision.
function parseVersion(output: string) {
  const [, version, revision] = /, version (\S*) ?\(branch: [^,]*, revision: ([^)]*)\)/.exec(output) ?? [];
  return /^\d+\.\d+(\.\d+)?/.exec(version || revision || '')?.[0];
}
