import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { createConnection } from 'mysql2/promise';
import {
  answerBytes,
  answerOffset,
  checkQuery,
  createLoginPacket,
  createQueryPacket,
  createQuitPacket,
  routableAnswer,
} from '../../roles/haproxy/check-packets.ts';
import { useLab } from './support/lab.ts';

const { lab } = await useLab();
const { members } = lab.target.endpoints;
const checkUser = lab.secrets.check.username;
const member = members[0]?.mysql ?? { address: '', port: 0 };

test('every member answers the packets of haproxy.cfg, byte for byte where the rules look', async (t) => {
  for (const { mysql } of members) {
    const socket = await open(t, mysql);
    const greeting = await read(socket);
    t.regex(greeting.toString('hex'), /^.{8}0a/);
    const welcome = await exchange(socket, createLoginPacket(checkUser));
    t.true(welcome.includes(Buffer.from('07000002000000', 'hex')));
    const answer = await exchange(socket, createQueryPacket(checkQuery));
    t.is(readAnswer(answer), routableAnswer);
    t.is(answer.length, answerBytes(checkQuery, routableAnswer));
    socket.write(createQuitPacket());
    await once(socket, 'end');
  }
});

test('a stranger has no login for a health check', async (t) => {
  for (const user of ['haproxy_check', 'check_', '']) {
    const socket = await open(t, member);
    await read(socket);
    const refusal = await exchange(socket, createLoginPacket(user));
    t.false(refusal.includes(Buffer.from('07000002000000', 'hex')), user);
  }
});

test('an account that does not exist is refused in words that HAProxy can show', async (t) => {
  const socket = await open(t, member);
  await read(socket);
  const refusal = await exchange(socket, createLoginPacket('nobody_at_all'));
  t.false(refusal.includes(Buffer.from('07000002000000', 'hex')));
});

test('the health check’s account can ask its question and nothing else', async (t) => {
  const connection = await createConnection({ host: member.address, port: member.port, user: checkUser, password: '' });
  t.teardown(() => connection.end());
  const [rows] = await connection.query({ sql: checkQuery, rowsAsArray: true });
  t.deepEqual(rows as unknown, [[routableAnswer]]);
  const [databases] = await connection.query({ sql: 'SHOW DATABASES', rowsAsArray: true });
  t.false((databases as string[][]).flat().includes(lab.database));
  const forbidden = [
    `SELECT * FROM ${lab.database}.users`,
    'SELECT * FROM performance_schema.replication_group_members',
    'SELECT * FROM mysql.user',
    'CREATE DATABASE mine',
    'CREATE TEMPORARY TABLE lab.mine (id INT PRIMARY KEY)',
    'DROP FUNCTION lab.route_v1',
    'SET GLOBAL read_only = OFF',
    'STOP GROUP_REPLICATION',
    "SET PASSWORD FOR 'root'@'localhost' = 'mine'",
    'SHUTDOWN',
  ];
  for (const sql of forbidden) {
    const error = await t.throwsAsync(connection.query(sql), undefined, sql);
    t.regex(error?.message ?? '', /denied|does not exist/, sql);
  }
});

test('no client can log in as the owner of the function', async (t) => {
  const login = createConnection({ host: member.address, port: member.port, user: 'lab_definer', password: '' });
  await t.throwsAsync(login, { message: /denied|locked/ });
});

async function open(t: ExecutionContext, { address, port }: { address: string; port: number }) {
  const socket = connect(port, address);
  socket.setTimeout(5_000, () => socket.destroy(new Error('no answer within 5 s')));
  t.teardown(() => socket.destroy());
  return socket;
}

async function exchange(socket: Socket, packet: Buffer) {
  socket.write(packet);
  return read(socket);
}

async function read(socket: Socket): Promise<Buffer> {
  const [data] = (await once(socket, 'data')) as [Buffer];
  return data;
}

function readAnswer(packets: Buffer) {
  const offset = answerOffset(checkQuery);
  return packets.subarray(offset + 1, offset + 1 + (packets[offset] ?? 0)).toString();
}
