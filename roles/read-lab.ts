import {
  describeProblems,
  findRepeats,
  type Host,
  type LabFile,
  type LabFileProblem,
  listHosts,
  listPlacedHosts,
  parseLabFile,
  readLabFile,
} from '../scripts/settings/lab-file.ts';
import { findRoles, type Roles } from './find-roles.ts';

/** A lab.json whose hosts are as their roles want them. */
export interface CheckedLab {
  file: LabFile;
  /** Its hosts, with those of the profiles that are on. */
  hosts: Host[];
  roles: Roles;
}

/** Reads lab.json and finds the roles of a lab with these profiles; throws every mistake at once. */
export async function readLab(path: string, profiles: string[] = []): Promise<CheckedLab> {
  return await checkLab(readLabFile(path), { path, profiles });
}

/** Parses the text of lab.json, as readLab does that of the file. */
export async function parseLab(text: string, profiles: string[] = []): Promise<CheckedLab> {
  return await checkLab(parseLabFile(text), { path: 'lab.json', profiles });
}

async function checkLab(
  written: LabFile,
  { path, profiles }: { path: string; profiles: string[] },
): Promise<CheckedLab> {
  const roles = await findRoles(listHosts(written, profiles));
  const hosts = settlePorts(written.hosts, roles);
  const file = { ...written, hosts };
  const chosen = listHosts(file, profiles);
  const problems = [
    ...checkCounts(chosen, roles),
    ...checkPorts({ ...written, profiles: pick(written.profiles, profiles) }, roles),
    ...findRepeats(file),
  ];
  if (problems.length > 0) throw describeProblems(path, problems);
  return { file, hosts: chosen, roles };
}

function pick<T>(values: Record<string, T>, keys: string[]) {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}

// A port that nothing listens on must be in no other host's way.
function settlePorts(hosts: Host[], roles: Roles): Host[] {
  return hosts.map((host) => {
    const { settlePorts: settle } = roles.of(host);
    return settle ? { ...host, localPorts: settle(host, hosts) } : host;
  });
}

function checkCounts(hosts: Host[], roles: Roles): LabFileProblem[] {
  return roles.all.flatMap(({ name, count }) => {
    if (!count) return [];
    const { least, most } = count;
    const found = hosts.filter((host) => roles.of(host).name === name).length;
    const wanted = least === most ? `exactly ${least}` : `${least} to ${most}`;
    const message = `must hold ${wanted} with the role "${name}", and holds ${found}`;
    return found >= least && found <= most ? [] : [{ path: ['hosts'], message }];
  });
}

function checkPorts(file: LabFile, roles: Roles): LabFileProblem[] {
  return listPlacedHosts(file).flatMap(({ host, path }) => {
    const { name, ports } = roles.of(host);
    const given = Object.keys(host.localPorts);
    const unknown = given.filter((key) => !Object.hasOwn(ports, key));
    const missing = Object.keys(ports).filter((key) => !ports[key]?.optional && !given.includes(key));
    const at = [...path, 'localPorts'];
    return [
      ...unknown.map((key) => ({ path: [...at, key], message: `is no port of the role "${name}"` })),
      ...missing.map((key) => ({ path: [...at, key], message: `is a port that the role "${name}" needs` })),
    ];
  });
}
