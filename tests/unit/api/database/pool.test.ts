import test from 'ava';
import type { MemberConnection } from '../../../../api/database/connection.ts';
import type { Member } from '../../../../api/database/members.ts';
import { createCounters } from '../../../../api/database/metrics.ts';
import { Pool } from '../../../../api/database/pool.ts';

const anyTime = { untilMs: Number.POSITIVE_INFINITY };

/** A pool with one connection to each of these members. */
async function createPool(members: Member[]): Promise<Pool> {
  const unopened = [...members];
  const pool = new Pool({
    size: members.length,
    counters: createCounters(),
    open: async () => {
      const wire = { isLost: false, overdueAtMs: 0, quit() {} };
      return { member: unopened.shift(), wire, isReusable: true, end() {} } as unknown as MemberConnection;
    },
    onRecovery() {},
    onOutage() {},
    onLost() {},
  });
  pool.keepUp(Date.now());
  await new Promise(setImmediate);
  return pool;
}

const createMember = (uuid: string): Member => ({ uuid, name: uuid, applied: [], avoidUntilMs: 0, connections: 0 });

test('writes that meet wait for their member while others are idle, until it falls into trouble', async (t) => {
  const [meeting, other] = [createMember('a'), createMember('b')];
  const pool = await createPool([meeting, other]);
  const first = await pool.acquire([], { ...anyTime, meets: true });
  t.is(first.member, meeting);
  let second: MemberConnection | undefined;
  const waiting = Promise.resolve(pool.acquire([], { ...anyTime, meets: true })).then((got) => {
    second = got;
  });
  pool.keepUp(Date.now());
  await new Promise(setImmediate);
  t.is(second, undefined);
  meeting.avoidUntilMs = Date.now() + 60_000;
  pool.keepUp(Date.now());
  await waiting;
  t.is(second?.member, other);
  t.is(pool.describe().idle, 0);
});
