import { createDatabase } from '../../api/database/database.ts';
import { createGateway } from '../../api/locks/gateway.ts';
import { createLocks } from '../../api/locks/locks.ts';
import { listNodes } from '../../roles/etcd/configuration.ts';
import { describeDatabase } from '../../roles/rabbitmq/event-worker.ts';
import { openMember } from '../../scripts/database/open-member.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import { chooseMember } from '../../scripts/lifecycle/install-tables.ts';
import type { LedgerRow, LockHistory } from '../history.ts';
import { runLockClients } from '../load/lock-clients.ts';
import { createWriter, ledger } from '../load/write-under-lock.ts';
import { startFrozenHolder } from './frozen-holder.ts';

/** Lets clients of locks acquire, write and release beside the work, in a lab with the profile locks. */
export async function besideLocks<T extends object>(
  lab: Lab,
  nowMs: () => number,
  work: () => Promise<T>,
): Promise<T & { locks?: LockHistory }> {
  const { view } = lab.target;
  if (view.hostsOf('etcd').length === 0) return { ...(await work()) };
  await withTables(lab, createLedger);
  const [nodes, at] = [listNodes(view), describeDatabase(view)];
  const database = createDatabase({ ...at, poolSize: 5 });
  const end = new AbortController();
  const locks = createLocks(createGateway({ nodes }));
  const clients = runLockClients({ locks, write: createWriter(database), nowMs, signal: end.signal });
  const runBeganAtMs = performance.timeOrigin + performance.now() - nowMs();
  const frozen = startFrozenHolder({ nodes, database: at, runBeganAtMs });
  try {
    const done = await work();
    end.abort();
    const seen = [await clients, await frozen.end()];
    const acquisitions = seen.flatMap((each) => each.acquisitions);
    const writes = seen.flatMap((each) => each.writes);
    return { ...done, locks: { acquisitions, writes, ledger: await withTables(lab, readLedger) } };
  } finally {
    end.abort();
    frozen.kill();
    await clients;
    await database.close();
    await withTables(lab, dropLedger).catch(() => undefined);
  }
}

type Work<T> = (knex: ReturnType<typeof openMember>) => Promise<T>;

async function withTables<T>(lab: Lab, work: Work<T>): Promise<T> {
  const knex = openMember(await chooseMember(lab), { connections: 1, everywhere: true });
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}

const dropLedger: Work<void> = (knex) => knex.schema.dropTableIfExists(ledger);

const createLedger: Work<void> = async (knex) => {
  await dropLedger(knex);
  await knex.schema.createTable(ledger, (table) => {
    table.engine('InnoDB');
    table.specificType('name', 'varchar(64) character set ascii collate ascii_bin').notNullable();
    table.bigInteger('number').unsigned().notNullable();
    table.bigInteger('token').unsigned().notNullable();
    table.integer('id').unsigned().notNullable();
    table.primary(['name', 'number']);
  });
};

// A member that has not applied everything would show fewer rows than there are.
const readLedger: Work<LedgerRow[]> = async (knex) => {
  await knex.raw("SET SESSION group_replication_consistency = 'BEFORE'");
  const rows = await knex(ledger).select({ lock: 'name', number: 'number', token: 'token', id: 'id' });
  return rows.map(({ lock, number, token, id }) => ({ lock, number: Number(number), token: Number(token), id }));
};
