import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { breakConnection } from '../../scripts/group/break-connection.ts';
import type { ViewEntry } from '../../scripts/group/member-report.ts';
import type { MemberHost } from '../../scripts/settings/endpoints.ts';
import type { Account } from '../../scripts/state/secrets.ts';

/** What a member says of itself, and of the others. */
export interface MemberView {
  name: string;
  state: string;
  view: ViewEntry[];
}

export interface MemberWatch {
  ask(): Promise<MemberView>;
  close(): void;
}

const patienceMs = 400;
const viewSql = `
  SELECT CONCAT(MEMBER_HOST, ':', MEMBER_PORT) AS address, MEMBER_STATE AS state, MEMBER_ID = @@server_uuid AS isSelf
  FROM performance_schema.replication_group_members WHERE MEMBER_ID <> ''`;

interface Row extends RowDataPacket {
  address: string;
  state: ViewEntry['state'];
  isSelf: number;
}

/** Asks one member how it is, over one connection that is made anew when it was lost. */
export function watchMember(member: MemberHost, { account, members }: { account: Account; members: MemberHost[] }) {
  const names = new Map(members.map(({ name, mysql: at }) => [`${at.address}:${at.port}`, name]));
  let connection: Connection | undefined;
  const close = () => {
    if (connection) breakConnection(connection);
    connection = undefined;
  };
  const ask = async (): Promise<MemberView> => {
    try {
      connection ??= await connect(member, account);
      const [rows] = await connection.query<Row[]>({ sql: viewSql, timeout: patienceMs });
      const view = rows.map(({ address, state }) => ({ name: names.get(address) ?? address, state }));
      return { name: member.name, state: rows.find(({ isSelf }) => isSelf === 1)?.state ?? 'OFFLINE', view };
    } catch {
      close();
      return { name: member.name, state: 'DOWN', view: [] };
    }
  };
  return { ask, close } satisfies MemberWatch;
}

async function connect({ mysql: at }: MemberHost, { username: user, password }: Account) {
  const connection = await mysql.createConnection({
    host: at.address,
    port: at.port,
    user,
    password,
    connectTimeout: patienceMs,
  });
  connection.on('error', () => undefined);
  return connection;
}
