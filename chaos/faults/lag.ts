import { setTimeout as sleep } from 'node:timers/promises';
import mysql, { type Connection } from 'mysql2/promise';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';

/** How far a member is behind the others at the end of each turn. */
export const lagMs = 2_000;
// Less, and it would not have caught up before the next turn.
const restMs = 500;

interface Lag {
  ending: AbortController;
  ended: Promise<void>;
}

const lags = new Map<string, Lag>();

/** Makes a member lag: again and again it applies for two seconds nothing that the others wrote to articles and users. */
export async function startLag(lab: Lab, host: Host): Promise<void> {
  const connection = await connect(lab, host);
  const ending = new AbortController();
  lags.set(host.name, { ending, ended: lagInTurns(connection, lab.database, ending.signal) });
}

/** Lets it catch up. */
export async function endLag(host: Host): Promise<void> {
  const lag = lags.get(host.name);
  lags.delete(host.name);
  lag?.ending.abort();
  await lag?.ended;
}

async function lagInTurns(connection: Connection, database: string, signal: AbortSignal): Promise<void> {
  const rest = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  try {
    while (!signal.aborted) {
      await connection.query('LOCK TABLES ??.articles READ, ??.users READ', [database, database]);
      await rest(lagMs);
      await connection.query('UNLOCK TABLES');
      await rest(restMs);
    }
  } catch {
    // The member has died meanwhile: it lags no more.
  } finally {
    connection.destroy();
  }
}

function connect({ target, secrets }: Lab, { name }: Host): Promise<Connection> {
  const member = target.endpoints.members.find((each) => each.name === name);
  if (!member) throw new Error(`${name} is no member`);
  const { address: host, port } = member.mysql;
  return mysql.createConnection({ host, port, user: secrets.root.username, password: secrets.root.password });
}
