import { type Lab, openOrCreateLab } from './open-lab.ts';

/**
 * Opens the lab as hardened or as naive. The mode is in the programs of HAProxy and the API: where it changes, both are
 * stopped, and have to be started again.
 */
export async function openInMode(naive: boolean): Promise<Lab> {
  const lab = await openOrCreateLab();
  if ((lab.record.naive ?? false) === naive) return lab;
  await stopFrontEnd(lab);
  return await openOrCreateLab({ naive });
}

/** Ends HAProxy and the API, which then start with what is known now. */
export async function stopFrontEnd({ target }: Lab) {
  for (const host of target.hosts.filter(({ role }) => role !== 'mysql')) await target.stop(host);
}
