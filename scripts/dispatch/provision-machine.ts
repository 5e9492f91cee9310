import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import type { Progress } from '../messages/progress.ts';
import { UserError } from '../messages/user-error.ts';
import { projectDir } from '../settings/config.ts';
import type { Host } from '../settings/lab-file.ts';
import type { RemoteMachine } from '../targets/ssh/remote-machine.ts';

export interface ProvisionOptions {
  /** What the scripts of provision/ have to know. */
  environment: Record<string, string>;
  privateKey: string;
  /** The text of the lab.json that was chosen for this lab. */
  labFile: string;
  progress: Progress;
}

const scriptsDir = '/tmp/mysql-group-lab';
const sourceDir = '/tmp/mysql-group-lab-source';
const keyFile = '/tmp/mysql-group-lab-key';
const provisionMs = 900_000;

/** Runs a host's script of provision/ on a machine, as Vagrant does; prints what it says. */
export async function provisionMachine(host: Host, machine: RemoteMachine, options: ProvisionOptions) {
  await upload(machine, { from: 'provision', to: scriptsDir });
  if (host.role === 'web') await uploadProject(machine, options);
  const variables = Object.entries({ ...options.environment, LAB_HOST: host.name, ...placesOf(host) });
  const words = variables.map(([name, value]) => `${name}=${value}`);
  const script = ['sudo', '-n', 'env', ...words, 'bash', `${scriptsDir}/${host.role}.sh`];
  const onOutput = (chunk: Buffer) => report(chunk, options.progress);
  const { code, stderr } = await machine.run(script, { timeoutMs: provisionMs, onOutput });
  if (code !== 0) throw failed(host, stderr);
}

function placesOf(host: Host): Record<string, string> {
  return host.role === 'web' ? { LAB_SOURCE: sourceDir, LAB_PRIVATE_KEY_FILE: keyFile } : {};
}

/** Takes away from a machine what its script put there, as far as a script can. */
export async function clearMachine(machine: RemoteMachine, progress: Progress) {
  await upload(machine, { from: 'provision', to: scriptsDir });
  const onOutput = (chunk: Buffer) => report(chunk, progress);
  const script = ['sudo', '-n', 'bash', `${scriptsDir}/undo.sh`];
  const { code, stderr } = await machine.run(script, { timeoutMs: provisionMs, onOutput });
  if (code === 0) return;
  throw new UserError(`${machine.name} could not be cleared:\n${lastLines(stderr)}`, {
    next: `mend the cause; then, on ${machine.name}: sudo bash ${scriptsDir}/undo.sh`,
  });
}

async function uploadProject(machine: RemoteMachine, { privateKey, labFile }: ProvisionOptions) {
  await upload(machine, { from: '.', to: sourceDir });
  await mustRun(machine, ['install', '-m', '644', '/dev/stdin', `${sourceDir}/lab.json`], labFile);
  await mustRun(machine, ['install', '-m', '600', '/dev/stdin', keyFile], privateKey);
}

const ownToThisMachine = ['node_modules', '.git', '.lab', '.lab-ssh', '.vagrant', 'results', 'coverage'];

async function upload(machine: RemoteMachine, { from, to }: { from: string; to: string }) {
  const excludes = ownToThisMachine.map((name) => `--exclude=./${name}`);
  await mustRun(machine, ['rm', '-rf', to], '');
  await mustRun(machine, ['mkdir', '-p', to], '');
  const pack = spawn('tar', ['-C', `${projectDir}/${from}`, ...excludes, '-czf', '-', '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Taken over at once: Node throws away what a process printed that ended before its output was read.
  await mustRun(machine, ['tar', '-C', to, '-xzf', '-'], pack.stdout.pipe(new PassThrough()));
}

async function mustRun(machine: RemoteMachine, command: string[], stdin: string | NodeJS.ReadableStream) {
  const { code, stderr } = await machine.run(command, { stdin, timeoutMs: 120_000 });
  if (code === 0) return;
  throw new UserError(`${machine.name}: ${command[0]} failed: ${stderr.trim()}`, {
    next: 'see that the disk has room and the user may write to /tmp',
  });
}

function report(chunk: Buffer, progress: Progress) {
  for (const line of chunk.toString('utf8').split('\n').filter(Boolean)) progress(line);
}

function failed({ name }: Host, stderr: string) {
  return new UserError(`${name} could not be set up:\n${lastLines(stderr)}`, {
    next: 'mend the cause, then: ./lab --target ssh up',
  });
}

function lastLines(text: string) {
  return text.trim().split('\n').slice(-5).join('\n');
}
