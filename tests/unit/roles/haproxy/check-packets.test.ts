import { readFileSync } from 'node:fs';
import test from 'ava';
import {
  answerBytes,
  answerOffset,
  checkQuery,
  createCheckUser,
  createLoginPacket,
  createQueryPacket,
  createQuitPacket,
  defaultCheckUser,
  framePacket,
  renderCheckRules,
} from '../../../../roles/haproxy/check-packets.ts';

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');

test('haproxy.cfg holds the rendered rules, in their order, and no other', (t) => {
  const rules = read('haproxy/haproxy.cfg')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^tcp-check (expect|send)/.test(line));
  t.deepEqual(rules, renderCheckRules());
});

test('haproxy.cfg has a login for where the environment names none', (t) => {
  t.true(
    read('haproxy/haproxy.cfg').includes(
      `presetenv CHECK_LOGIN ${createLoginPacket(defaultCheckUser).toString('hex')}`,
    ),
  );
});

test('the name of the account is long, random and fits MySQL', (t) => {
  const [one, other] = [createCheckUser(), createCheckUser()];
  t.not(one, other);
  t.regex(one, /^check_[\w-]{24}$/);
});

test('routing.sql creates the function that is asked and the account that asks', (t) => {
  const sql = read('roles/mysql/routing.sql');
  const called = checkQuery.replace('SELECT ', '').replace('()', '');
  t.true(sql.includes(`CREATE FUNCTION IF NOT EXISTS ${called}()`));
  t.true(sql.includes('CREATE USER IF NOT EXISTS :checkUser@:haproxyAddress'));
  t.true(sql.includes(`GRANT EXECUTE ON FUNCTION ${called} TO :checkUser@:haproxyAddress`));
});

test('routing.sql can be sent by a client that splits at semicolons', (t) => {
  const statements = read('roles/mysql/routing.sql')
    .replace(/^\s*--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter(Boolean);
  for (const statement of statements) t.regex(statement, /^(CREATE|GRANT|ALTER|DROP USER IF EXISTS) /);
});

test('the login packet says who, without a password, and that it is the second of the exchange', (t) => {
  const packet = createLoginPacket('a-client');
  t.is(packet.readUIntLE(0, 3), packet.length - 4);
  t.is(packet[3], 1);
  t.is(packet.readUInt32LE(4), 0x00088201);
  t.is(packet.subarray(36).toString(), 'a-client\0\0caching_sha2_password\0');
});

test('a query starts an exchange and carries its text', (t) => {
  t.is(createQueryPacket('SELECT 1').toString('hex'), `09000000${'03'}${Buffer.from('SELECT 1').toString('hex')}`);
});

test('a quit is one byte', (t) => {
  t.is(createQuitPacket().toString('hex'), '0100000001');
});

test('a packet longer than 255 bytes tells its length with the lowest byte first', (t) => {
  t.is(framePacket(Buffer.alloc(0x0102), 7).subarray(0, 4).toString('hex'), '02010007');
});

test('the answer is found where MySQL 8.0, 8.4 and 9.7 were seen to put it', (t) => {
  const recorded = Buffer.from(
    '010000010132000002036465660000000e6c61622e726f7574655f763128290e6c61622e726f7574655f763128290c2d0090010000fd' +
      '000000000005000003fe000002000a00000409524f5554452d59455305000005fe00002200',
    'hex',
  );
  const offset = answerOffset('SELECT lab.route_v1()');
  t.is(recorded.subarray(offset + 1, offset + 1 + (recorded[offset] ?? 0)).toString(), 'ROUTE-YES');
  t.is(answerBytes('SELECT lab.route_v1()', 'ROUTE-YES'), recorded.length);
});
