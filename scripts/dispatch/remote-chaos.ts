import { join } from 'node:path';
import { UserError } from '../messages/user-error.ts';
import { projectDir } from '../settings/config.ts';
import { parseRequest } from '../targets/ssh/caller.ts';
import { createRemoteMachine, type MachineAddress, type RemoteMachine } from '../targets/ssh/remote-machine.ts';
import { openEvidenceArchive } from './take-evidence.ts';
import { talkToWebMachine } from './web-machine.ts';

export interface RemoteChaosOptions {
  web: MachineAddress;
  caller: 'vagrant' | 'ssh';
  /** Switches a machine on; undefined where that is not possible. */
  switchOn?(name: string): Promise<unknown>;
}

// The results are in a folder of the user `lab`, who could put links there: only what it may read is fetched.
const asTools = ['sudo', '-u', 'lab'];
const remoteDir = '/var/lib/mysql-group-lab/state';

/** Breaks the lab from its web machine, does from outside what machines cannot do, and takes the evidence home. */
export async function runChaosOnMachines(
  words: string[],
  { web, caller, switchOn }: RemoteChaosOptions,
): Promise<number> {
  const onLine = (line: string) => {
    const request = parseRequest(line);
    if (!request) console.log(line);
    else switchOn?.(request.switchOn).catch((error: Error) => console.error(error.message));
  };
  try {
    return await talkToWebMachine(web, words, { caller, onLine });
  } finally {
    await takeHome(web);
  }
}

/** Moves all results from the web machine into this project; they stay there until they are here. */
async function takeHome(web: MachineAddress) {
  const machine = createRemoteMachine(web);
  try {
    const { code } = await machine.run([...asTools, 'test', '-d', `${remoteDir}/results`]);
    if (code !== 0) return;
    await unpackHere(machine);
    await machine.run([...asTools, 'rm', '-rf', `${remoteDir}/results`]);
    console.log(`The evidence is in ${join(projectDir, 'results')}`);
  } finally {
    machine.close();
  }
}

async function unpackHere(machine: RemoteMachine) {
  const archive = await openEvidenceArchive();
  const command = [...asTools, 'tar', '-C', remoteDir, '-czf', '-', 'results'];
  const away = (error: Error) => ({ code: 1, stderr: error.message });
  const { code, stderr } = await machine.run(command, { timeoutMs: 300_000, onOutput: archive.add }).catch(away);
  const others = await archive.finish(projectDir).catch((error: Error) => error);
  if (code === 0 && Array.isArray(others)) {
    for (const name of others)
      console.error(`${machine.name} sent ${JSON.stringify(name)}, which is no evidence; it was not taken`);
    return;
  }
  const reason = stderr.trim() || (others instanceof Error ? others.message : '');
  throw new UserError(`The evidence could not be brought from ${machine.name}: ${reason}`, {
    next: `it is still there: vagrant ssh web -c 'sudo ls ${remoteDir}/results'`,
  });
}
