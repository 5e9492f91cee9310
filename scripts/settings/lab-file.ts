import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { UserError } from '../messages/user-error.ts';
import { explainCount } from './explain-count.ts';

const port = z.int().min(1).max(65_535);
const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case letters, digits and "-", and begin with a letter');

const host = z.strictObject(
  {
    name,
    /** A folder of roles/, or a path that begins with "./". */
    role: z
      .string()
      .regex(/^([a-z][a-z0-9-]*|\.\/[\w./-]+)$/, 'must be a folder of roles/, or a path that begins with "./"'),
    /** Of its machine's address; hosts of a profile that have the same share a machine, which is named after the first. */
    lastOctet: z.int().min(2).max(254),
    memoryMb: z.int().min(256).max(65_536),
    localPorts: z.record(z.string(), port),
    /** What its service may take of its machine, where LAB_LIMITS=on asks for it. */
    limits: z.strictObject({ cpus: z.number().min(0.05).max(64), memoryMb: z.int().min(64).max(65_536) }).optional(),
  },
  { error: explainCount },
);

const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const fields = z.strictObject(
  {
    name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and "-"'),
    database: z.string().regex(/^[A-Za-z0-9_]{1,64}$/, 'must be up to 64 letters, digits and "_"'),
    network: z.strictObject({
      prefix: z
        .string()
        .regex(new RegExp(`^${octet}\\.${octet}\\.${octet}$`), 'must be three numbers, such as 172.28.17'),
    }),
    box: z.strictObject({ name: z.string().min(1), version: z.string(), url: z.string() }),
    /** How to come to machines that are not Vagrant's. */
    ssh: z.strictObject({ user: z.string().min(1), keyFile: z.string().min(1), port: port.default(22) }).optional(),
    /** The hosts of every lab. */
    hosts: z.array(host),
    /** Named groups of further hosts, which a lab has only where a person adds them. */
    profiles: z.record(name, z.array(host).min(1)).default({}),
  },
  { error: explainCount },
);

// Beside mistakes in single fields, so that a person reads all of them at once; without those, readLab finds the repeats.
const labFile = fields.superRefine((lab, context) => {
  if (context.issues.length === 0) return;
  for (const problem of findRepeatedNames(lab)) context.addIssue({ code: 'custom', ...problem });
});

export type LabFile = z.infer<typeof fields>;
export type Host = LabFile['hosts'][number];

/** A mistake in lab.json, and its place there. */
export interface LabFileProblem {
  path: PropertyKey[];
  message: string;
}

/** All hosts that lab.json lists, each with its place there. */
export function listPlacedHosts({ hosts, profiles }: LabFile): { host: Host; path: PropertyKey[] }[] {
  const groups: [PropertyKey[], Host[]][] = [
    [['hosts'], hosts],
    ...Object.entries(profiles).map(([key, group]): [PropertyKey[], Host[]] => [['profiles', key], group]),
  ];
  return groups.flatMap(([path, group]) => group.map((each, index) => ({ host: each, path: [...path, index] })));
}

/** The hosts of a lab with these profiles, in the order of lab.json. */
export function listHosts({ hosts, profiles }: LabFile, names: string[] = []): Host[] {
  const further = names.flatMap((each) => {
    const group = Object.hasOwn(profiles, each) ? profiles[each] : undefined;
    if (group) return group;
    const known = Object.keys(profiles);
    const next = known.length > 0 ? `name one of: ${known.join(', ')}` : 'list its hosts in "profiles" of lab.json';
    throw new UserError(`lab.json has no profile "${each}"`, { next });
  });
  return [...hosts, ...further];
}

/** Names, addresses and ports that lab.json gives to two hosts. */
export function findRepeats(lab: LabFile): LabFileProblem[] {
  const ports = listPlacedHosts(lab).flatMap(({ host, path }) =>
    Object.entries(host.localPorts).map(([key, value]) => ({ value, path: [...path, 'localPorts', key] })),
  );
  return [...findRepeatedNames(lab), ...findRepeatsAmong(ports)];
}

function findRepeatedNames(lab: LabFile): LabFileProblem[] {
  const hosts = listPlacedHosts(lab);
  const names = hosts.map(({ host, path }) => ({ value: host.name, path: [...path, 'name'] }));
  const octets = hosts.map(({ host: { lastOctet, role }, path }) => {
    return { value: lastOctet, path: [...path, 'lastOctet'], role, list: path.slice(0, -1).join() };
  });
  return [...findRepeatsAmong(names), ...findRepeatsAmong(octets, (one, other) => !mayShare(one, other))];
}

// A machine that is shared belongs to one profile, and has one host of each role.
function mayShare(one: { list: string; role: string }, other: { list: string; role: string }) {
  return one.list === other.list && one.list !== 'hosts' && one.role !== other.role;
}

interface Place {
  value: string | number;
  path: PropertyKey[];
}

function findRepeatsAmong<P extends Place>(places: P[], clash: (one: P, other: P) => boolean = () => true) {
  return places.flatMap((place, index): LabFileProblem[] => {
    const { value, path } = place;
    const first = places.slice(0, index).find((other) => other.value === value && clash(place, other));
    return first ? [{ path, message: `${JSON.stringify(value)} is taken already by ${renderPath(first.path)}` }] : [];
  });
}

/** The host that a host's machine is named after: the first one with this address. */
export function machineOf(host: Host, hosts: Host[]): Host {
  return hosts.find(({ lastOctet }) => lastOctet === host.lastOctet) ?? host;
}

/** The hosts that machines are named after, one for each machine. */
export function listMachines(hosts: Host[]): Host[] {
  return hosts.filter((host) => machineOf(host, hosts) === host);
}

/** Parses the text of lab.json; throws every mistake at once, each with its place in the file. */
export function parseLabFile(text: string, path = 'lab.json'): LabFile {
  const result = labFile.safeParse(parseJson(text, path));
  if (!result.success) throw describeProblems(path, result.error.issues);
  return result.data;
}

/** The error for a lab.json with these mistakes. */
export function describeProblems(path: string, problems: LabFileProblem[]) {
  const lines = problems.map((problem) => `  ${renderPath(problem.path)}: ${problem.message}`);
  return new UserError(`${path} describes no lab that can be built:\n${lines.join('\n')}`, {
    next: `edit ${path}, then repeat the command`,
  });
}

/** Reads lab.json from disk; what depends on the roles of its hosts is checked by readLab. */
export function readLabFile(path: string): LabFile {
  try {
    return parseLabFile(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new UserError(`${path} cannot be read: ${(error as Error).message}`, {
      next: 'restore it with: git checkout lab.json',
    });
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is not JSON: ${(error as Error).message}`, {
      next: `edit ${path}, then repeat the command`,
    });
  }
}

function renderPath(path: PropertyKey[]) {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '') || '(the whole file)';
}
