import test from 'ava';
import type { Member } from '../../../../../api/database/causality/members.ts';
import type { MemberConnection } from '../../../../../api/database/connections/connection.ts';
import { createCounters } from '../../../../../api/database/connections/metrics.ts';
import { Pool } from '../../../../../api/database/connections/pool.ts';

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
  pool.tick(Date.now());
  await new Promise(setImmediate);
  return pool;
}

const createMember = (uuid: string): Member => ({ uuid, name: uuid, applied: [], avoidUntilMs: 0, connections: 0 });

test('after a conflict writes wait for their one member while others are idle, until it falls into trouble', async (t) => {
  const [writer, other] = [createMember('a'), createMember('b')];
  const pool = await createPool([writer, other]);
  const first = await pool.acquire([], { ...anyTime, preferWriter: true });
  t.is(first.member, writer);
  let second: MemberConnection | undefined;
  const waiting = Promise.resolve(pool.acquire([], { ...anyTime, preferWriter: true })).then((got) => {
    second = got;
  });
  pool.tick(Date.now());
  await new Promise(setImmediate);
  t.is(second, undefined);
  writer.avoidUntilMs = Date.now() + 60_000;
  pool.tick(Date.now());
  await waiting;
  t.is(second?.member, other);
  t.is(pool.describe().idle, 0);
});
