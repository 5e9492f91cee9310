import type { RemoteCommand } from './remote-command.ts';

/** Does a lab command to a lab on other machines; gives the exit code. */
export async function dispatch(target: 'vagrant' | 'ssh', command: RemoteCommand): Promise<number> {
  if (target === 'ssh') {
    const { runOnSshMachines } = await import('./ssh-machines.ts');
    return await runOnSshMachines(command);
  }
  const { runOnVagrantMachines } = await import('./vagrant-machines.ts');
  return await runOnVagrantMachines(command);
}
