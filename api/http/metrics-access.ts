import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parseAuthorization } from './authentication.ts';

interface Asker {
  req: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string; localAddress?: string } };
}

/** Metrics name members and tell how busy they are: they are for a bearer of the token, or for this machine where there is none. */
export function mayReadMetrics({ req }: Asker, token: string | undefined): boolean {
  if (token === undefined) return isFromThisMachine(req);
  const given = parseAuthorization(req.headers.authorization);
  return given !== null && timingSafeEqual(digest(given), digest(token));
}

/** Whether no proxy has handed the request on, and its connection has both ends on this machine. */
function isFromThisMachine({ headers, socket }: Asker['req']): boolean {
  const isHandedOn = Object.keys(headers).some((name) => name === 'forwarded' || name.startsWith('x-forwarded-'));
  return !isHandedOn && socket.remoteAddress !== undefined && socket.remoteAddress === socket.localAddress;
}

const digest = (text: string) => createHash('sha256').update(text).digest();
