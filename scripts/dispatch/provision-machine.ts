import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Roles } from '../../roles/find-roles.ts';
import type { Progress } from '../messages/progress.ts';
import { UserError } from '../messages/user-error.ts';
import { projectDir } from '../settings/config.ts';
import type { Host } from '../settings/lab-file.ts';
import type { RemoteMachine } from '../targets/ssh/remote-machine.ts';

export interface ProvisionOptions {
  roles: Roles;
  /** All hosts of the lab; those with the machine's address share it. */
  hosts: Host[];
  /** What provision/set-up.sh has to know. */
  environment: Record<string, string>;
  /** Whether the host's machine holds the lab's tools. */
  isTools(host: Host): boolean;
  privateKey: string;
  /** The lab.json that was chosen for this lab. */
  labFile: string;
  /** Whether services are held to the limits of lab.json. */
  isLimited: boolean;
  progress: Progress;
}

const provisionMs = 900_000;

/** Sets a machine up for its hosts, as Vagrant does; prints what the script says. */
export async function provisionMachine(host: Host, machine: RemoteMachine, options: ProvisionOptions) {
  await withUploads(machine, async (uploads) => {
    await upload(machine, { from: join(projectDir, 'provision'), to: `${uploads}/provision` });
    const roles = listRoles(host, options);
    for (const { folder } of roles) {
      await upload(machine, { from: folder, to: `${uploads}/roles/${basename(folder)}` });
    }
    const runsProject = roles.some((role) => role.machine?.runsProject);
    const project = runsProject ? await uploadProject(machine, uploads) : {};
    const own = options.isTools(host) ? await uploadSecrets(machine, uploads, options) : {};
    const limits = options.isLimited ? renderLimits(findSharers(host, options), options.roles) : {};
    const variables = Object.entries({ ...options.environment, ...project, ...own, ...limits, LAB_HOST: host.name });
    const words = variables.map(([name, value]) => `${name}=${value}`);
    const script = ['sudo', '-n', 'env', ...words, 'bash', `${uploads}/provision/set-up.sh`];
    const { code, stderr } = await machine.run(script, reporting(options.progress));
    if (code !== 0) throw failed(host, stderr);
  });
}

/** What the services of a machine's hosts may take of it, as provision/set-up.sh is told. */
export function renderLimits(hosts: Host[], roles: Roles): Record<string, string> {
  const words = hosts.flatMap((host) => {
    const { limits } = host;
    return limits ? [[roles.of(host).name, limits.cpus, limits.memoryMb].join('=')] : [];
  });
  return words.length > 0 ? { LAB_LIMITS: words.join(' ') } : {};
}

const findSharers = (machine: Host, { hosts }: Pick<ProvisionOptions, 'hosts'>) =>
  hosts.filter(({ lastOctet }) => lastOctet === machine.lastOctet);

/** The roles of a machine: those of its hosts, and those that run beside it. */
function listRoles(host: Host, options: Pick<ProvisionOptions, 'roles' | 'hosts' | 'isTools'>) {
  const { roles, isTools } = options;
  const names = [roles.of(host).name, 'machines', ...(isTools(host) ? ['tools'] : [])];
  const beside = roles.all.filter(({ machine }) => machine?.beside !== undefined && names.includes(machine.beside));
  return [...new Set([...findSharers(host, options).map(roles.of), ...beside])];
}

/** Takes away from a machine what its script put there, as far as a script can. */
export async function clearMachine(machine: RemoteMachine, progress: Progress) {
  await withUploads(machine, async (uploads) => {
    await upload(machine, { from: join(projectDir, 'provision'), to: `${uploads}/provision` });
    const script = ['sudo', '-n', 'bash', `${uploads}/provision/undo.sh`];
    const { code, stderr } = await machine.run(script, reporting(progress));
    if (code === 0) return;
    throw new UserError(`${machine.name} could not be cleared:\n${lastLines(stderr)}`, {
      next: `mend the cause; then copy provision/undo.sh to ${machine.name} and run it there: sudo bash undo.sh`,
    });
  });
}

// A folder whose name cannot be foreseen, readable by its owner alone, for as long as it is needed.
async function withUploads(machine: RemoteMachine, work: (uploads: string) => Promise<void>) {
  const uploads = (await mustRun(machine, ['mktemp', '-d', '/tmp/mysql-group-lab.XXXXXXXXXX'], '')).trim();
  try {
    await work(uploads);
  } finally {
    await machine.run(['rm', '-rf', uploads]).catch(() => undefined);
  }
}

async function uploadProject(machine: RemoteMachine, uploads: string) {
  await upload(machine, { from: projectDir, to: `${uploads}/project` });
  return { LAB_SOURCE: `${uploads}/project` };
}

async function uploadSecrets(machine: RemoteMachine, uploads: string, { privateKey, labFile }: ProvisionOptions) {
  const files = { LAB_PRIVATE_KEY_FILE: privateKey, LAB_FILE: await readFile(labFile, 'utf8') };
  for (const [variable, text] of Object.entries(files)) {
    await mustRun(machine, ['install', '-m', '600', '/dev/stdin', `${uploads}/${variable}`], text);
  }
  const places = Object.keys(files).map((variable) => [variable, `${uploads}/${variable}`]);
  return { ...Object.fromEntries(places), LAB_ENV_FILE: `${uploads}/project/.env` };
}

const ownToThisMachine = ['node_modules', '.git', '.lab', '.lab-ssh', '.vagrant', 'results', 'coverage'];

async function upload(machine: RemoteMachine, { from, to }: { from: string; to: string }) {
  const excludes = ownToThisMachine.map((name) => `--exclude=./${name}`);
  await mustRun(machine, ['mkdir', '-p', to], '');
  const pack = spawn('tar', ['-C', from, ...excludes, '-czf', '-', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
  // Taken over at once: Node throws away what a process printed that ended before its output was read.
  await mustRun(machine, ['tar', '-C', to, '-xzf', '-'], pack.stdout.pipe(new PassThrough()));
}

async function mustRun(machine: RemoteMachine, command: string[], stdin: string | NodeJS.ReadableStream) {
  const { code, stdout, stderr } = await machine.run(command, { stdin, timeoutMs: 120_000 });
  if (code === 0) return stdout;
  throw new UserError(`${machine.name}: ${command[0]} failed: ${stderr.trim()}`, {
    next: 'see that the disk has room and the user may write to /tmp',
  });
}

function reporting(progress: Progress) {
  const onOutput = (chunk: Buffer) => {
    for (const line of chunk.toString('utf8').split('\n').filter(Boolean)) progress(line);
  };
  return { timeoutMs: provisionMs, onOutput };
}

function failed({ name }: Host, stderr: string) {
  return new UserError(`${name} could not be set up:\n${lastLines(stderr)}`, {
    next: 'mend the cause, then: ./lab --target ssh up',
  });
}

function lastLines(text: string) {
  return text.trim().split('\n').slice(-5).join('\n');
}
