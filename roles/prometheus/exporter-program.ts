import type { ProgramSource } from '../../scripts/servers/program.ts';
import { judgeVersion } from './judge-version.ts';

/** An exporter as Debian and Ubuntu package it: package and program are called prometheus-NAME. */
export function exporterProgram({
  name,
  product,
  minimumVersion,
}: Record<'name' | 'product' | 'minimumVersion', string>): ProgramSource {
  const packaged = `prometheus-${name}`;
  return {
    name: packaged,
    product,
    minimumVersion,
    package: packaged,
    binary: `usr/bin/${packaged}`,
    versionFlag: '--version',
    judge: judgeVersion(product, minimumVersion),
  };
}
