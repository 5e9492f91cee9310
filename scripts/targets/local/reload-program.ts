import { patience } from '../../waiting/patience.ts';
import { waitFor } from '../../waiting/wait.ts';
import { listWorkers, signalProgram } from './host-process.ts';
import { findListeners, holdsAny } from './listeners.ts';

interface Reloading {
  name: string;
  signal: NodeJS.Signals;
  /** What the host listens on. */
  ports: number[];
}

/**
 * Has a host's program read its configuration anew. A program that begins further processes for that has done so when these
 * listen and those before do not any more. Of a program that is one process, and where the system does not show who listens,
 * the signal is all there is.
 */
export async function reloadProgram(dir: string, { name, signal, ports }: Reloading) {
  const listListening = () => {
    const sockets = findListeners(ports);
    return listWorkers(dir).filter((pid) => holdsAny(pid, sockets));
  };
  const before = listListening();
  signalProgram(dir, signal);
  if (before.length === 0) return;
  await waitFor(() => haveTakenOver(before, listListening()), {
    what: `new processes of ${name} to take over`,
    timeoutMs: 20_000 * patience,
    intervalMs: 20,
    next: `./lab logs ${name}; it works on with what it had read before`,
  });
}

/** Whether other processes listen than before, and none of those. */
export const haveTakenOver = (before: number[], now: number[]) =>
  now.length > 0 && !now.some((pid) => before.includes(pid));
