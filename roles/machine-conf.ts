import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../scripts/messages/user-error.ts';

/** What the tools have to know of a role's machine.conf; the machine itself reads the rest of it. */
export interface MachineConf {
  /** The ports on a machine, which has an address of its own. */
  ports: Record<string, number>;
  /** The name of its unit of systemd. */
  unit?: string;
  /** The file with the environment of the service; none where it needs no environment. */
  environmentFile?: string;
  /** The role whose machine it runs on, beside that one's service; `tools` is the machine of the lab's tools, `machines` are all. */
  beside?: string;
  /** Why a lab on machines has no such host; it is left out there. */
  none?: string;
  /** It runs programs of the project. */
  runsProject: boolean;
  /** How a service that runs is given new files. */
  newFiles: 'reload' | 'restart' | 'wait';
}

/** The words of machine.conf, each with what has to follow it. docs/vagrant.md explains them. */
const words: Record<string, RegExp> = {
  package: /^\S+$/,
  user: /^[a-z][a-z0-9-]*$/,
  unit: /^[a-z][a-z0-9-]*( \S+\.(service|conf)|@[a-z][a-z0-9-]* program)$/,
  file: /^\S+ [0-7]{3} \/\S+( [a-z][a-z0-9-]*)?$/,
  copy: /^\S+ [0-7]{3} \/\S+$/,
  environment: /^\S+$/,
  port: /^[a-z]+ \d{1,5}(\/udp)? from \S+( \S+)*$/,
  forward: /^\d{1,5} \d{1,5}$/,
  beside: /^[a-z][a-z0-9-]*$/,
  none: /^\S/,
  program: /^[\w./-]+\.tsx?$/,
  'new-files': /^(reload|restart|wait)$/,
};

/** Reads the machine.conf of a role's folder; undefined where the role has none and runs as processes only. */
export function readMachineConf(folder: string): MachineConf | undefined {
  const path = join(folder, 'machine.conf');
  return existsSync(path) ? parseMachineConf(readFileSync(path, 'utf8'), path) : undefined;
}

/** Parses the text of a machine.conf. */
export function parseMachineConf(text: string, path = 'machine.conf'): MachineConf {
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, fields: line.trim().split(/\s+/) }));
  const meant = lines.filter(({ fields: [word = ''] }) => word !== '' && !word.startsWith('#'));
  for (const line of meant) checkLine(line, path);
  const listed = (wanted: string) =>
    meant.filter(({ fields }) => fields[0] === wanted).map(({ fields }) => fields.slice(1));
  const [newFiles = 'restart'] = listed('new-files').flat();
  return {
    ports: Object.fromEntries(listed('port').map(([name, number]) => [name, Number.parseInt(number ?? '', 10)])),
    unit: listed('unit')[0]?.[0],
    environmentFile: listed('environment')[0]?.[0],
    beside: listed('beside')[0]?.[0],
    none: listed('none')[0]?.join(' '),
    runsProject: listed('program').length > 0,
    newFiles: newFiles as MachineConf['newFiles'],
  };
}

function checkLine({ number, fields: [word = '', ...rest] }: { number: number; fields: string[] }, path: string) {
  const pattern = Object.hasOwn(words, word) ? words[word] : undefined;
  if (pattern?.test(rest.join(' '))) return;
  const what = pattern ? `"${rest.join(' ')}" cannot follow "${word}"` : `"${word}" is no word of machine.conf`;
  throw new UserError(`${path}, line ${number}: ${what}`, {
    next: `mend it; docs/vagrant.md lists the words: ${Object.keys(words).join(', ')}`,
  });
}
