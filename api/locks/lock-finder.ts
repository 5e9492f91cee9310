import type { Session } from '../database/session.ts';
import { protocolError } from '../http/api-error.ts';
import { TokenIsOld } from './fence.ts';
import { createGateway, NoMajority } from './gateway.ts';
import { createLocks, type Locks } from './locks.ts';
import { listLockNodes } from './repository.ts';

/** Gives the locks of the lab; undefined where its profile locks is off. */
export type FindLocks = (session: Session) => Promise<Locks | undefined>;

/** The database tells where etcd is, so a process of the API learns of the profile without a start; no other route asks. */
export function createLockFinder(): FindLocks {
  let opened: { nodes: string; locks: Locks } | undefined;
  return async (session) => {
    const nodes = await session.read(listLockNodes);
    if (nodes.length === 0) return undefined;
    const key = nodes.join(' ');
    if (opened?.nodes !== key) opened = { nodes: key, locks: createLocks(createGateway({ nodes })) };
    return opened.locks;
  };
}

/** Does something with the locks; without a majority of etcd, and where the database refuses what etcd grants, it is a 503. */
export async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = nameCause(error);
    if (message === undefined) throw error;
    throw protocolError({ status: 503, subject: 'locks', message }, { 'Retry-After': '1' });
  }
}

function nameCause(error: unknown): string | undefined {
  if (error instanceof NoMajority)
    return 'No majority of etcd answers: no lock is granted, kept or ended until one does.';
  if (error instanceof TokenIsOld) return 'The database knows a token that is as new as the one that etcd has granted.';
  return undefined;
}

/** What a route that needs locks answers without the profile. */
export const locksAreOff = () =>
  protocolError({ status: 501, subject: 'locks', message: 'This lab grants no locks: its profile locks is off.' });
