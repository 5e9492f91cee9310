import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { MemberStatus } from '../../../roles/mysql/member-status.ts';
import { projectDir } from '../../../scripts/settings/config.ts';
import type { Status } from '../../../scripts/status/collect-status.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';
import { parseStatus } from './parse-status.ts';

// Chosen by tests/run-vagrant.ts, in a folder that is gone afterwards.
const landlordKey = (process.env.LAB_FOREIGN_KEY ?? '').replace(/\.pub$/, '');
const labFile = process.env.LAB_FILE ?? '';

/** Makes the key with which a person comes to machines that were set up by other means. */
export async function makeLandlordKey() {
  await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', landlordKey]);
}

/** Writes a lab.json that lists the machines with their user and key. */
export async function writeLabFile() {
  const lab = JSON.parse(await readFile(join(projectDir, 'lab.json'), 'utf8'));
  await writeFile(labFile, JSON.stringify({ ...lab, ssh: { user: 'admin', keyFile: landlordKey } }));
}

/** Runs a lab command on the machines of lab.json, as a person would. */
export async function lab(...args: string[]) {
  const command = ['lab', '--target', 'ssh', ...args];
  const { exitCode, stdout, stderr } = await execa(process.execPath, command, {
    cwd: projectDir,
    reject: false,
    timeout: 600_000,
  });
  return { exitCode, stdout, stderr };
}

/** Runs a command on a machine as its landlord, past the lab. */
export async function onMachine(name: string, command: string) {
  const { network, hosts } = JSON.parse(await readFile(labFile, 'utf8'));
  const { lastOctet } = hosts.find((host: { name: string }) => host.name === name);
  const options = ['-i', landlordKey, '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no'];
  const known = ['-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];
  const { exitCode, stdout, stderr } = await execa(
    'ssh',
    [...options, ...known, `admin@${network.prefix}.${lastOctet}`, command],
    { reject: false, timeout: 60_000 },
  );
  return { exitCode, stdout, stderr };
}

/** What `status --json` says now. */
export async function readStatus(): Promise<Status> {
  return parseStatus(await lab('status', '--json'));
}

/** Waits until a member is as wanted. */
export async function waitForMember(name: string, isSo: (member: MemberStatus) => boolean): Promise<MemberStatus> {
  let last: MemberStatus | undefined;
  const check = async () => {
    last = (await readStatus()).members.find((member) => member.name === name);
    return last !== undefined && isSo(last);
  };
  await waitFor(check, { what: `${name} to be as wanted`, timeoutMs: 90_000, intervalMs: 500 });
  return last as MemberStatus;
}
