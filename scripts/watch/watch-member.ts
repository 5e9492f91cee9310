import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { breakConnection } from '../group/break-connection.ts';
import type { MemberSample } from '../record/lines.ts';
import type { MemberHost } from '../settings/endpoints.ts';
import type { Account } from '../state/secrets.ts';
import { patience } from '../waiting/patience.ts';
import { createPatientQuestion } from './patient-question.ts';

const withinMs = 400 * patience;
// A member that is busy, or emulated, may take longer; one that takes this long is asked over a new connection.
const givenUpAfterMs = 2_000 * patience;

// One row for each member of the view, and one row also without a view.
const viewSql = `
  SELECT m.address, m.state, m.id = @@server_uuid AS isSelf, @@GLOBAL.gtid_executed AS gtids,
    @@GLOBAL.super_read_only AS readOnly,
    (SELECT COUNT_TRANSACTIONS_IN_QUEUE + COUNT_TRANSACTIONS_REMOTE_IN_APPLIER_QUEUE
       FROM performance_schema.replication_group_member_stats WHERE MEMBER_ID = @@server_uuid) AS queue,
    (SELECT 1000 * UNIX_TIMESTAMP(LAST_QUEUED_TRANSACTION_ORIGINAL_COMMIT_TIMESTAMP)
       FROM performance_schema.replication_connection_status
       WHERE CHANNEL_NAME = 'group_replication_applier') AS lastReceivedMs
  FROM (SELECT 1) one LEFT JOIN (
    SELECT CONCAT(MEMBER_HOST, ':', MEMBER_PORT) AS address, MEMBER_STATE AS state, MEMBER_ID AS id
    FROM performance_schema.replication_group_members WHERE MEMBER_ID <> '') m ON TRUE`;

export interface ViewRow {
  address: string | null;
  state: string | null;
  isSelf: number | null;
  gtids: string;
  readOnly: number;
  queue: string | number | null;
  lastReceivedMs: string | number | null;
}

export interface MemberWatch {
  ask(): Promise<MemberSample>;
  close(): void;
}

/** Asks one member how it is, over one connection that is opened again when it was lost. */
export function watchMember(
  member: MemberHost,
  { account, members }: { account: Account; members: MemberHost[] },
): MemberWatch {
  const names = new Map(members.map(({ name, mysql: at }) => [`${at.address}:${at.port}`, name]));
  let connection: Connection | undefined;
  const close = () => {
    if (connection) breakConnection(connection);
    connection = undefined;
  };
  const askNow = async (): Promise<MemberSample> => {
    try {
      connection ??= await connect(member, account);
      const [rows] = await connection.query<(ViewRow & RowDataPacket)[]>({ sql: viewSql, timeout: givenUpAfterMs });
      return describeView(rows, names);
    } catch (error) {
      close();
      return { answers: false, problem: (error as NodeJS.ErrnoException).code ?? (error as Error).message };
    }
  };
  const silence = { answers: false, problem: 'ETIMEDOUT' } as const;
  return { ask: createPatientQuestion(askNow, { withinMs, silence }), close };
}

/** A member's answer, with the names of lab.json in place of addresses. */
export function describeView(rows: ViewRow[], names: Map<string, string>): MemberSample {
  const [first] = rows;
  if (!first) return { answers: false, problem: 'it returned no row' };
  const inView = rows.filter(({ address }) => address !== null);
  const view = inView.map(({ address, state }) => [names.get(address ?? '') ?? address, state]);
  return {
    answers: true,
    state: rows.find(({ isSelf }) => isSelf === 1)?.state ?? 'OFFLINE',
    view: Object.fromEntries(view),
    gtids: first.gtids.replaceAll(/\s/g, ''),
    queue: Number(first.queue ?? 0),
    readOnly: first.readOnly === 1,
    ...(Number(first.lastReceivedMs) > 0 && { lastReceivedMs: Math.round(Number(first.lastReceivedMs)) }),
  };
}

async function connect({ mysql: at }: MemberHost, { username: user, password }: Account) {
  const options = { host: at.address, port: at.port, user, password, connectTimeout: givenUpAfterMs };
  const connection = await mysql.createConnection(options);
  connection.on('error', () => undefined);
  return connection;
}
