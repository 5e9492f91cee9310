import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from './user-error.ts';

const port = z.int().min(1).max(65_535);
const hostBase = {
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case letters, digits and "-", and begin with a letter'),
  lastOctet: z.int().min(2).max(254),
  memoryMb: z.int().min(256).max(65_536),
};

const host = z.discriminatedUnion('role', [
  z.strictObject({ ...hostBase, role: z.literal('mysql'), localPorts: z.strictObject({ mysql: port, group: port }) }),
  z.strictObject({ ...hostBase, role: z.literal('haproxy'), localPorts: z.strictObject({ mysql: port, stats: port }) }),
  z.strictObject({ ...hostBase, role: z.literal('web'), localPorts: z.strictObject({ http: port }) }),
]);

const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const labFile = z
  .strictObject({
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
    hosts: z.array(host),
  })
  .superRefine(({ hosts }, context) => {
    for (const problem of findHostProblems(hosts)) context.addIssue({ code: 'custom', ...problem });
  });

export type LabFile = z.infer<typeof labFile>;
export type Host = LabFile['hosts'][number];
export type Role = Host['role'];
export type HostWith<R extends Role> = Extract<Host, { role: R }>;

const wantedHosts: Record<Role, number> = { mysql: 3, haproxy: 1, web: 1 };

function findHostProblems(hosts: Host[]) {
  const counts = Object.entries(wantedHosts).flatMap(([role, wanted]) => {
    const found = hosts.filter((each) => each.role === role).length;
    const message = `must hold exactly ${wanted} with the role "${role}", and holds ${found}`;
    return found === wanted ? [] : [{ path: ['hosts'], message }];
  });
  const names = hosts.map((each, index) => ({ value: each.name, path: ['hosts', index, 'name'] }));
  const octets = hosts.map((each, index) => ({ value: each.lastOctet, path: ['hosts', index, 'lastOctet'] }));
  const ports = hosts.flatMap((each, index) =>
    Object.entries(each.localPorts).map(([key, value]) => ({ value, path: ['hosts', index, 'localPorts', key] })),
  );
  return [...counts, ...findRepeats(names), ...findRepeats(octets), ...findRepeats(ports)];
}

interface Placed {
  value: string | number;
  path: (string | number)[];
}

function findRepeats(places: Placed[]) {
  return places.flatMap(({ value, path }, index) => {
    const first = places.findIndex((other) => other.value === value);
    if (first === index) return [];
    return [{ path, message: `${JSON.stringify(value)} is taken already by ${renderPath(places[first]?.path ?? [])}` }];
  });
}

/** Parses the text of lab.json; throws every mistake at once, each with its place in the file. */
export function parseLabFile(text: string, path = 'lab.json'): LabFile {
  const result = labFile.safeParse(parseJson(text, path));
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${renderPath(issue.path)}: ${issue.message}`);
  throw new UserError(`${path} describes no lab that can be built:\n${lines.join('\n')}`, {
    next: `edit ${path}, then repeat the command`,
  });
}

/** Reads lab.json from disk. */
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
