import type { Part, ProgramSource } from '../../scripts/servers/program.ts';
import { judgeVersion } from '../prometheus/judge-version.ts';

const minimumVersion = '0.25.0';
const folder = '/usr/share/prometheus/alertmanager';

/** The texts of messages, without which it does not start. */
export const templates: Part = {
  from: folder.slice(1),
  to: 'share/alertmanager',
  keep: (file) => file.endsWith('.tmpl'),
};

/** Alertmanager and what checks its files, as Debian and Ubuntu package them. */
export const alertmanagerPrograms: ProgramSource[] = [
  {
    name: 'prometheus-alertmanager',
    product: 'Alertmanager',
    minimumVersion,
    package: 'prometheus-alertmanager',
    binary: 'usr/bin/prometheus-alertmanager',
    versionFlag: '--version',
    writesOwnFiles: true,
    folders: [templates],
    amend: readFromOwnFolder,
    judge: judgeVersion('Alertmanager', minimumVersion),
  },
  {
    name: 'amtool',
    product: 'Alertmanager',
    minimumVersion,
    package: 'prometheus-alertmanager',
    binary: 'usr/bin/amtool',
    versionFlag: '--version',
    judge: judgeVersion('amtool', minimumVersion),
  },
];

/**
 * Debian's Alertmanager reads its templates from a fixed folder, which is there only where the package is installed. A path of the
 * same length leads to the folder that it runs in.
 */
export function readFromOwnFolder(program: Buffer): Buffer {
  const amended = Buffer.from(program);
  const own = `.${'/'.repeat(folder.length - 1)}`;
  for (let at = amended.indexOf(folder); at >= 0; at = amended.indexOf(folder, at + 1)) {
    // What follows a slash is the path of one file, such as that of the web pages.
    if (amended[at + folder.length] !== 0x2f) amended.write(own, at);
  }
  return amended;
}
