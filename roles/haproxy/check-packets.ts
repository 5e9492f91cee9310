// The packets of the health check in haproxy/haproxy.cfg, in MySQL's client/server protocol.
// https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_response.html

import { randomBytes } from 'node:crypto';

/** The account that haproxy.cfg names where the environment names none; a lab has one of its own. */
export const defaultCheckUser = 'haproxy_check';

/** A name for the account that HAProxy logs in as. It has no password, so its name is one: 32 characters is MySQL's limit. */
export function createCheckUser(): string {
  return `check_${randomBytes(18).toString('base64url')}`;
}

/** What HAProxy asks a member. The function's name carries a version: see roles/mysql/routing.sql. */
export const checkQuery = 'SELECT lab.route_v1()';

/** What a member answers that may be routed to. */
export const routableAnswer = 'ROUTE-YES';

const capabilities = { longPassword: 0x1, protocol41: 0x200, secureConnection: 0x8000, pluginAuth: 0x80000 };
const largestPacketBytes = 0xffffff;
const utf8mb4 = 45;
const endOfRows = 9;
const commands = { quit: 0x01, query: 0x03 };

/** Frame a payload as one packet: its length in three bytes, its place in the exchange, itself. */
export function framePacket(payload: Buffer, sequence: number): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  header.writeUInt8(sequence, 3);
  return Buffer.concat([header, payload]);
}

/** The answer to the server's greeting: a login with no password, which needs no challenge to be answered. */
export function createLoginPacket(user: string): Buffer {
  const flags = Object.values(capabilities).reduce((all, flag) => all | flag, 0);
  const fixed = Buffer.alloc(32);
  fixed.writeUInt32LE(flags, 0);
  fixed.writeUInt32LE(largestPacketBytes, 4);
  fixed.writeUInt8(utf8mb4, 8);
  const emptyPassword = Buffer.from([0]);
  return framePacket(Buffer.concat([fixed, cString(user), emptyPassword, cString('caching_sha2_password')]), 1);
}

/** A statement to be run. */
export function createQueryPacket(query: string): Buffer {
  return framePacket(Buffer.concat([Buffer.from([commands.query]), Buffer.from(query)]), 0);
}

/** The end of the session, without which the server would count the client as lost. */
export function createQuitPacket(): Buffer {
  return framePacket(Buffer.from([commands.quit]), 0);
}

/** Where the text of a one-line, one-column answer starts, counting the byte before it that tells its length. */
export function answerOffset(query: string): number {
  const column = query.replace(/^SELECT /, '');
  const columnCount = 5;
  const columnDefinition = 4 + lengthPrefixed('def', '', '', '', column, column) + 13;
  const rowHeader = 4;
  return columnCount + columnDefinition + endOfRows + rowHeader;
}

/** The bytes of the whole answer: with that many received there is nothing left to wait for. */
export function answerBytes(query: string, answer: string): number {
  return answerOffset(query) + lengthPrefixed(answer) + endOfRows;
}

/** The rules of haproxy.cfg that make up the conversation, in its order, each naming what a refusing server says. */
export function renderCheckRules(): string[] {
  const wholeAnswer = answerBytes(checkQuery, routableAnswer);
  return [
    'tcp-check expect min-recv 5 on-error "%[res.payload(7,0)]" rbinary ^.{8}0A',
    // The lab's own login, from HAProxy's environment.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: HAProxy fills it in
    'tcp-check send-binary "${CHECK_LOGIN}"',
    'tcp-check expect min-recv 7 on-error "%[res.payload(13,0),regsub(user.*,user)]" binary 07000002000000',
    `tcp-check send-binary ${createQueryPacket(checkQuery).toString('hex')}`,
    `tcp-check expect min-recv ${wholeAnswer} on-error "%[res.payload_lv(${answerOffset(checkQuery)},1)]" string ${routableAnswer}`,
    `tcp-check send-binary ${createQuitPacket().toString('hex')}`,
  ];
}

function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

function lengthPrefixed(...texts: string[]): number {
  return texts.reduce((bytes, text) => bytes + 1 + text.length, 0);
}
