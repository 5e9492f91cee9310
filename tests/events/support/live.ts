import { openServerEvents, type ServerEvents } from '../../../scripts/waiting/open-server-events.ts';
import type { TestLab } from '../../cluster/support/lab.ts';
import { findEdge } from '../../edge/support/edge-client.ts';
import type { Person } from './people.ts';

/** A way to the API: the address of a server, and who signed its certificate. */
export interface Way {
  url: string;
  ca?: string;
}

/** Every way to the API: each process, HAProxy before them, and the edge. */
export async function listWays({ lab }: TestLab): Promise<Record<string, Way>> {
  const { api, webs } = lab.target.endpoints;
  const edge = await findEdge();
  const processes = webs.map(({ name, http }) => [name, { url: `http://${http.address}:${http.port}` }]);
  return {
    ...Object.fromEntries(processes),
    haproxy: { url: `http://${api.address}:${api.port}` },
    edge: { url: `https://${edge.address}:${edge.port}`, ca: edge.ca },
  };
}

/** Opens a person's live stream, after what they have seen. */
export function openLive({ url, ca }: Way, { token }: Person, lastEventId?: string): Promise<ServerEvents> {
  const headers = {
    Authorization: `Token ${token}`,
    Accept: 'text/event-stream',
    ...(lastEventId && { 'Last-Event-ID': lastEventId }),
  };
  return openServerEvents(`${url}/api/notifications/stream`, { headers, ...(ca && { ca }) });
}

interface Told {
  notifications: { id: number; kind: string; actor: { username: string } }[];
  unreadCount: number;
}

/** Ids of all notifications that came over a stream. */
export const listTold = ({ received }: ServerEvents): number[] =>
  received
    .filter(({ event }) => event === 'notifications')
    .flatMap(({ data }) => (data as Told).notifications.map(({ id }) => id));

/** The last id that the stream gave. */
export const lastId = ({ received }: ServerEvents): string | undefined =>
  received.findLast(({ id }) => id !== undefined)?.id;
