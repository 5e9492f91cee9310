import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a browser may do: look only, or give commands, too. */
export type Permission = 'look' | 'command';

/** The secrets of a page and where it listens. */
export interface Gate {
  port: number;
  /** Another program forwards a port of its own choice to the page. */
  isForwarded?: boolean;
  /** Opens everything; part of the link that `npm start` prints. */
  key: string;
}

export interface Knock {
  method: string;
  host: string | undefined;
  origin: string | undefined;
  /** Sec-Fetch-Site: where the browser says that the request comes from. */
  site: string | undefined;
  cookie: string | undefined;
}

/** The key of those who may only look; the other one cannot be found from it. */
export const viewKey = (key: string) => createHmac('sha256', key).update('view').digest('base64url').slice(0, 24);

/** Each lab has a cookie of its own: browsers send cookies of one address to all of its ports. */
export const cookieName = ({ port }: Gate) => `lab-page-${port}`;

/** The permission that a key of a link gives. */
export function readKey(given: string, { key }: Gate): Permission | undefined {
  if (isSame(given, key)) return 'command';
  return isSame(given, viewKey(key)) ? 'look' : undefined;
}

/** Whether the request came to this page under its own name: another name is that of a page that points here. */
export function isOwnHost(host: string | undefined, { port, isForwarded }: Gate) {
  if (isForwarded && /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '')) return true;
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/** What a request may do; nothing where another page has sent it. */
export function permit({ method, host, origin, site, cookie }: Knock, gate: Gate): Permission | undefined {
  const isRead = method === 'GET' || method === 'HEAD';
  if (!isOwnHost(host, gate)) return undefined;
  if (origin === undefined ? !isRead : origin !== `http://${host}`) return undefined;
  if (!isRead && site !== undefined && site !== 'same-origin') return undefined;
  const permission = readKey(readCookie(cookie, cookieName(gate)), gate);
  return isRead || permission === 'command' ? permission : undefined;
}

function readCookie(header = '', name: string) {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}

// Of the same length whatever is given, so that the time of the comparison tells nothing.
function isSame(given: string, secret: string) {
  const digest = (text: string) => createHmac('sha256', secret).update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
