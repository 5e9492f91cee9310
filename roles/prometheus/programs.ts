import type { ProgramSource } from '../../scripts/servers/program.ts';
import { judgeVersion } from './judge-version.ts';

// The first with keep_firing_for.
const minimumVersion = '2.42.0';

/** Prometheus and what checks its files, as Debian and Ubuntu package them. */
export const prometheusPrograms: ProgramSource[] = [
  {
    name: 'prometheus',
    product: 'Prometheus',
    minimumVersion,
    package: 'prometheus',
    binary: 'usr/bin/prometheus',
    versionFlag: '--version',
    writesOwnFiles: true,
    judge: judgeVersion('Prometheus', minimumVersion),
  },
  {
    name: 'promtool',
    product: 'Prometheus',
    minimumVersion,
    // Older systems have it in the same package; newer ones bring its own with that.
    package: 'prometheus',
    binary: 'usr/bin/promtool',
    versionFlag: '--version',
    judge: judgeVersion('promtool', minimumVersion),
  },
];
