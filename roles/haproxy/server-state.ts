import { rename, rm, writeFile } from 'node:fs/promises';
import { type AdminSocketOptions, askAdminSocket } from './admin-socket.ts';

/** Write down which servers are up, so that a reloaded HAProxy starts with that and not with "all are". */
export async function saveServerState(stateFile: string, socket: AdminSocketOptions) {
  const state = await askAdminSocket('show servers state', socket);
  await writeFile(`${stateFile}.new`, `${state}\n`, { mode: 0o600 });
  await rename(`${stateFile}.new`, stateFile);
}

/** What was written down for a reload is about servers as they were then, down to their ports: a start begins anew. */
export async function forgetServerState(stateFile: string) {
  await rm(stateFile, { force: true });
}
