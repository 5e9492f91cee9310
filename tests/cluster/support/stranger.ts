import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Connection, createConnection } from 'mysql2/promise';
import { createProgramFinder } from '../../../scripts/targets/local/programs.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';
import type { TestLab } from './lab.ts';

/** A MySQL server of another user of this machine, who knows of the lab what can be seen from outside. */
export interface Stranger {
  connection: Connection;
  /** Begins to try to join the group. */
  tryToJoin(): Promise<void>;
  /** How often it was refused so far. */
  countRefusals(): number;
  stop(): Promise<void>;
}

/** Starts a server that has the group's name and addresses, and a certificate that it has made itself. */
export async function startStranger({ lab }: TestLab): Promise<Stranger> {
  const folder = await mkdtemp(join(tmpdir(), 'stranger-'));
  const [port, groupPort] = [await findFreePort(), await findFreePort()];
  const { view, roles } = lab.target;
  const [member] = view.hostsOf('mysql');
  if (!member) throw new Error('the lab has no member');
  const seeds = view.hostsOf('mysql').map((host) => `127.0.0.1:${view.at(host, 'group').port}`);
  const options = [
    `--user=${userInfo().username}`,
    `--datadir=${folder}/data`,
    `--socket=${folder}/s`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--mysqlx=OFF',
    '--server-id=9',
    '--gtid-mode=ON',
    '--enforce-gtid-consistency=ON',
    '--plugin-load-add=group_replication.so;mysql_clone.so',
    '--loose-group-replication-single-primary-mode=OFF',
    '--loose-group-replication-enforce-update-everywhere-checks=ON',
    '--loose-group-replication-start-on-boot=OFF',
    `--loose-group-replication-group-name=${lab.record.groupUuid}`,
    `--loose-group-replication-local-address=127.0.0.1:${groupPort}`,
    `--loose-group-replication-group-seeds=${seeds.join(',')}`,
  ];
  const commandLine = await createProgramFinder(lab.config).find([roles.of(member)]);
  const [program, ...args] = commandLine('mysqld', ['--no-defaults', ...options]);
  await execa(program, [...args, '--initialize-insecure'], { timeout: 120_000 });
  const server = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  server.stderr.on('data', (text) => {
    log += text;
  });
  const ended = once(server, 'exit');
  const end = async () => {
    server.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const connect = () => createConnection({ host: '127.0.0.1', port, user: 'root' });
  const answer = () => connect().catch(() => undefined);
  const connection = await waitFor(answer, { what: 'the stranger to answer', timeoutMs: 120_000 }).catch(
    async (error) => {
      await end();
      throw error;
    },
  );
  connection.on('error', () => undefined);
  return {
    connection,
    async tryToJoin() {
      await connection.query('SET GLOBAL group_replication_ssl_mode = REQUIRED');
      const joining = await connect();
      joining.on('error', () => undefined);
      // It goes on trying for a minute; where it gets in, the members' lists show it.
      joining.query('START GROUP_REPLICATION').catch(() => undefined);
    },
    countRefusals: () => log.split('was unable to join the group').length - 1,
    async stop() {
      connection.destroy();
      await end();
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
