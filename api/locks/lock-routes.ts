import { z } from 'zod';
import type { Contract } from '../contract/contract.ts';
import { protocolError } from '../http/api-error.ts';
import { renderDate } from '../http/dates.ts';
import { type ApiRequest, defineRoute, type Route } from '../http/route.ts';
import { findViewer, type Viewer } from '../users/repository.ts';
import { type FindLocks, locksAreOff, orUnavailable } from './lock-finder.ts';
import { findExcess } from './lock-limits.ts';
import type { Holding } from './lock-words.ts';
import type { Locks } from './locks.ts';
import { lockEndSchema, lockTokenSchema, lockView, newLockSchema } from './schema.ts';

const tag = 'Locks';
const prefix = 'user/';

interface Shown {
  lock: Holding;
  viewerId: number;
}

/** Locks for programs of users: acquire, keep alive, release, list. */
export function createLockRoutes(findLocks: FindLocks): Route[] {
  const requireLocks = async ({ session }: ApiRequest) => {
    const locks = await findLocks(session);
    if (!locks) throw locksAreOff();
    return locks;
  };
  const find: Route['find'] = (query, { viewer }) => findViewer(query, viewer);
  const present = (shown: Shown, contract: Contract) => ({ lock: presentLock(shown, contract) });
  const answer = { lock: lockView };
  return [
    defineRoute({
      methods: ['get'],
      path: '/locks',
      access: 'required',
      find,
      handle: async (request) => {
        const viewer = await request.admit<Viewer>();
        const locks = await findLocks(request.session);
        const held = locks ? await orUnavailable(() => locks.list(prefix)) : [];
        return { isOn: locks !== undefined, held: held.map((lock) => ({ lock, viewerId: viewer.id })) };
      },
      present: ({ isOn, held }: { isOn: boolean; held: Shown[] }, contract) => ({
        locks: held.map((shown) => presentLock(shown, contract)),
        isOn,
      }),
      documentation: {
        summary: 'The locks that users hold; the profile locks grants them',
        tag,
        answer: { locks: z.array(lockView), isOn: z.boolean() },
      },
    }),
    defineRoute({
      methods: ['post'],
      path: '/locks',
      access: 'required',
      find,
      body: { wrapper: 'lock', name: 'NewLock', example: { name: 'report', ttl: 15 }, schema: newLockSchema },
      handle: async (request) => {
        const viewer = await request.admit<Viewer>();
        const locks = await requireLocks(request);
        return { lock: await orUnavailable(() => acquire(locks, viewer, request.input)), viewerId: viewer.id };
      },
      answers: 'created',
      present,
      documentation: { summary: 'Acquire a lock; it ends after ttl seconds that it is not kept alive', tag, answer },
    }),
    defineRoute({
      methods: ['put'],
      path: '/locks/:name',
      access: 'required',
      find,
      body: { wrapper: 'lock', name: 'LockToken', example: { token: 17 }, schema: lockTokenSchema },
      handle: async (request) => {
        const viewer = await request.admit<Viewer>();
        const locks = await requireLocks(request);
        const { token } = request.input;
        const lock = await orUnavailable(() => keepAlive(locks, { viewer, token, name: request.params.name ?? '' }));
        return { lock, viewerId: viewer.id };
      },
      present,
      documentation: { summary: 'Keep a lock alive that you hold with this token', tag, answer },
    }),
    defineRoute({
      methods: ['delete'],
      path: '/locks/:name',
      access: 'required',
      find,
      query: lockEndSchema,
      handle: async (request) => {
        const viewer = await request.admit<Viewer>();
        const locks = await requireLocks(request);
        const { token } = request.query as { token: number };
        const own = { viewer, token, name: request.params.name ?? '' };
        await orUnavailable(async () => {
          const lock = await findOwn(locks, own);
          if (lock) await locks.release(lock);
        });
        return {};
      },
      answers: 'deleted',
      documentation: { summary: 'Release a lock that you hold with this token', tag, answer: {} },
    }),
  ];
}

async function acquire(locks: Locks, viewer: Viewer, { name, ttl }: { name: string; ttl: number }): Promise<Holding> {
  const owner = String(viewer.id);
  const requireRoom = async (token?: number) => {
    const excess = findExcess(await locks.list(prefix), { owner, token });
    if (excess) throw refused(excess);
  };
  await requireRoom();
  const acquired = await locks.acquire({
    name: prefix + name.toLowerCase(),
    holder: viewer.username,
    owner,
    ttlS: ttl,
  });
  if ('heldBy' in acquired) throw refused(`${acquired.heldBy.holder} holds this lock.`);
  const { granted } = acquired;
  try {
    // Others may have been granted meanwhile; of all that come together those with the lowest tokens stay.
    await requireRoom(granted.token);
  } catch (error) {
    await locks.release(granted).catch(() => undefined);
    throw error;
  }
  return granted;
}

interface OwnLock {
  viewer: Viewer;
  name: string;
  token: number;
}

async function findOwn(locks: Locks, { viewer, name, token }: OwnLock): Promise<Holding | undefined> {
  const found = await locks.find(prefix + name.toLowerCase());
  return found?.token === token && found.owner === String(viewer.id) ? found : undefined;
}

async function keepAlive(locks: Locks, own: OwnLock): Promise<Holding> {
  const found = await findOwn(locks, own);
  if (found && (await locks.keepAlive(found))) return found;
  throw refused('You hold no such lock with this token any more.');
}

const refused = (message: string) => protocolError({ status: 409, subject: 'lock', message });

function presentLock({ lock, viewerId }: Shown, { utcSuffix }: Contract) {
  const { name, holder, owner, token, sinceMs } = lock;
  const since = renderDate(new Date(sinceMs), utcSuffix);
  return { name: name.slice(prefix.length), holder, token, since, mine: owner === String(viewerId) };
}
