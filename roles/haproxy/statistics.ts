import { UserError } from '../../scripts/messages/user-error.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { parseCsv } from './csv.ts';

/** HAProxy's words; what it adds to them, as in "UP 1/2" for a server about to go down, is left out. */
export type ServerStatus = 'UP' | 'DOWN' | 'DRAIN' | 'NOLB' | 'MAINT' | 'no check';

export interface ServerStatistics {
  /** The listener it belongs to, such as mysql or api. */
  proxy: string;
  name: string;
  address: string;
  status: ServerStatus;
  /** Whether new connections are sent there. */
  routed: boolean;
  sessions: number;
  /** Connections that wait for a place on this server. */
  queue: number;
  /** What the last check found, such as "Layer7 invalid response: ROUTE-NO member is RECOVERING". */
  lastCheck: string;
  checkDurationMs: number | undefined;
  failedChecks: number;
  /** How often it went down since HAProxy started. */
  timesDown: number;
  /** Since when it has its status. */
  statusForSeconds: number;
  /** How long it has been down this time; undefined while it is not. */
  downSinceSeconds: number | undefined;
}

export interface ListenerStatistics {
  name: string;
  status: string;
  sessions: number;
  totalSessions: number;
}

export interface Statistics {
  listeners: ListenerStatistics[];
  servers: ServerStatistics[];
}

export interface ProxyStatistics extends Statistics {
  /** HAProxy's version; empty where it does not tell, as the naive configuration does not. */
  version: string;
}

export interface StatisticsSource {
  address: string;
  port: number;
  username: string;
  password: string;
  timeoutMs: number;
  signal?: AbortSignal;
}

/** Ask HAProxy's statistics listener for everything it knows of its listeners and servers. */
export async function readProxyStatistics(source: StatisticsSource): Promise<ProxyStatistics> {
  const [csv, metrics] = await Promise.all([
    request('/;csv', source),
    request('/metrics?scope=global', source).catch(() => ''),
  ]);
  return { ...parseStatistics(csv), version: parseVersion(metrics) };
}

const columns = [
  'pxname',
  'svname',
  'addr',
  'status',
  'scur',
  'qcur',
  'stot',
  'lastchg',
  'check_duration',
  'chkfail',
  'chkdown',
  'check_desc',
  'last_chk',
] as const;

type Row = Record<(typeof columns)[number], string>;

/** Turn HAProxy's statistics in CSV into listeners and servers. */
export function parseStatistics(csv: string): Statistics {
  const rows = parseCsv(csv, columns);
  if (!rows[0]?.pxname) throw new Error(`Not HAProxy's statistics: ${JSON.stringify(csv.slice(0, 80))}`);
  return {
    listeners: rows.filter(({ svname }) => svname === 'FRONTEND').map(toListener),
    servers: rows.filter(({ svname }) => svname !== 'FRONTEND' && svname !== 'BACKEND').map(toServer),
  };
}

/** The servers behind one listener. They stand in the order of lab.json, under names of their own. */
export function serversOf(statistics: Statistics | undefined, proxy: 'mysql' | 'api') {
  return statistics?.servers.filter((server) => server.proxy === proxy) ?? [];
}

/** Find HAProxy's version in its Prometheus metrics. */
export function parseVersion(metrics: string) {
  return /^haproxy_process_build_info\{version="([^"]+)"\}/m.exec(metrics)?.[1] ?? '';
}

function toListener({ pxname, status, scur, stot }: Row): ListenerStatistics {
  return { name: pxname, status, sessions: Number(scur), totalSessions: Number(stot) };
}

function toServer(row: Row): ServerStatistics {
  const status = toStatus(row.status);
  const statusForSeconds = Number(row.lastchg);
  return {
    proxy: row.pxname,
    name: row.svname,
    address: row.addr,
    status,
    routed: status === 'UP' || status === 'no check',
    sessions: Number(row.scur),
    queue: Number(row.qcur),
    lastCheck: describeCheck(row),
    checkDurationMs: row.check_duration ? Number(row.check_duration) : undefined,
    failedChecks: Number(row.chkfail),
    timesDown: Number(row.chkdown),
    statusForSeconds,
    downSinceSeconds: status === 'DOWN' ? statusForSeconds : undefined,
  };
}

function toStatus(status: string) {
  return status.replace(/ (\d+\/\d+|\(.*\))$/, '') as ServerStatus;
}

function describeCheck({ check_desc, last_chk }: Row) {
  return last_chk === '' || last_chk.startsWith('(') ? check_desc : `${check_desc}: ${last_chk}`;
}

async function request(path: string, { address, port, username, password, timeoutMs, signal }: StatisticsSource) {
  const url = `http://${address}:${port}${path}`;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const page = await fetchText(url, { headers: { authorization }, timeoutMs, signal }).catch((error: Error) => {
    signal?.throwIfAborted();
    throw unreadable(url, error.name === 'TimeoutError' ? `no answer within ${timeoutMs} ms` : reasonOf(error));
  });
  if (!page.ok) throw unreadable(url, `answered ${page.status} ${page.statusText}`.trimEnd());
  return page.text;
}

function reasonOf(error: Error) {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function unreadable(url: string, reason: string) {
  return new UserError(`HAProxy's statistics at ${url}: ${reason}`, { next: './lab logs haproxy' });
}
