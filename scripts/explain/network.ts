import type { ActionLine } from '../record/lines.ts';

/** What is wrong with the network of a machine. */
export type NetworkFault = 'cut off' | 'slow';

const faults: Record<string, NetworkFault> = { partition: 'cut off', slow: 'slow' };
const ends = ['heal', 'poweroff', 'switch on'];

/** Keeps what an action does to the network of its host; a machine that boots has its network as it was. */
export function noteNetwork(known: Map<string, NetworkFault>, { action, host, edge }: ActionLine) {
  const [word = ''] = action.split(' ');
  const fault = faults[word];
  if (fault && edge !== 'failed') known.set(host, fault);
  if (fault ? edge === 'failed' : ends.includes(action) && edge === 'done') known.delete(host);
}
