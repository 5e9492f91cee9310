import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../messages/user-error.ts';
import { explainCount } from './explain-count.ts';

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
  z.strictObject({
    ...hostBase,
    role: z.literal('haproxy'),
    // `http` counts where there are several web hosts: it is then the one address of all of them.
    localPorts: z.strictObject({ mysql: port, stats: port, http: port.optional() }),
  }),
  z.strictObject(
    { ...hostBase, role: z.literal('web'), localPorts: z.strictObject({ http: port }) },
    { error: explainCount },
  ),
]);

const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const labFile = z
  .strictObject(
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
      hosts: z.array(host),
    },
    { error: explainCount },
  )
  .superRefine(({ hosts }, context) => {
    for (const problem of findHostProblems(hosts)) context.addIssue({ code: 'custom', ...problem });
  });

export type LabFile = z.infer<typeof labFile>;
export type Host = LabFile['hosts'][number];
export type Role = Host['role'];
export type HostWith<R extends Role> = Extract<Host, { role: R }>;

/** HAProxy's port for the API where lab.json names none. */
const defaultHttpPort = 3080;

/** Several web hosts are behind one listener of HAProxy; a single one is asked itself. */
export function needsHttpListener(hosts: { role: string }[]) {
  return hosts.filter(({ role }) => role === 'web').length > 1;
}

// A port that nothing listens on must not be in anybody's way.
function settleListener(hosts: Host[]): Host[] {
  return hosts.map((each) => {
    if (each.role !== 'haproxy') return each;
    const { http = defaultHttpPort, ...others } = each.localPorts;
    return { ...each, localPorts: needsHttpListener(hosts) ? { ...others, http } : others };
  });
}

/** As many web hosts as haproxy.cfg has lines for. */
export const mostWebHosts = 8;

const wantedHosts: Record<Role, { least: number; most: number }> = {
  mysql: { least: 3, most: 3 },
  haproxy: { least: 1, most: 1 },
  web: { least: 1, most: mostWebHosts },
};

function findHostProblems(hosts: Host[]) {
  const counts = Object.entries(wantedHosts).flatMap(([role, { least, most }]) => {
    const found = hosts.filter((each) => each.role === role).length;
    const wanted = least === most ? `exactly ${least}` : `${least} to ${most}`;
    const message = `must hold ${wanted} with the role "${role}", and holds ${found}`;
    return found >= least && found <= most ? [] : [{ path: ['hosts'], message }];
  });
  const names = hosts.map((each, index) => ({ value: each.name, path: ['hosts', index, 'name'] }));
  const octets = hosts.map((each, index) => ({ value: each.lastOctet, path: ['hosts', index, 'lastOctet'] }));
  const ports = settleListener(hosts).flatMap((each, index) =>
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
  if (result.success) return { ...result.data, hosts: settleListener(result.data.hosts) };
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
