import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Idle connections live longer than any client keeps them, so that none is closed under a request. */
const keepAliveTimeoutMs = 75_000;
/** A client that sends its head or its body more slowly than this gets 408. */
const headTimeoutMs = 10_000;
const requestTimeoutMs = 20_000;

/** What the server is created with: how often Node looks for requests that take too long. */
export const serverOptions = {
  headersTimeout: headTimeoutMs,
  requestTimeout: requestTimeoutMs,
  connectionsCheckingInterval: 1_000,
};

/** Listens and says where; a port that is taken is the person's to free. */
export async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<string> {
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? portTaken(host, port) : error;
  });
  const { port: actualPort } = server.address() as AddressInfo;
  return `http://${host}:${actualPort}`;
}

/** Takes no new connection, lets requests in flight finish, and ends what is left at the deadline. */
export async function closeServer(server: Server, { withinMs }: { withinMs: number }): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const deadline = setTimeout(() => server.closeAllConnections(), withinMs);
  // A connection whose request has just been answered is idle then, and would hold the server open.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearTimeout(deadline);
  clearInterval(sweep);
}

function portTaken(host: string, port: number) {
  const message = `The API cannot listen on ${host}:${port}: the port is taken. Free it, or set API_PORT (in the local lab: LAB_PORT_SHIFT).`;
  return Object.assign(new Error(message), { isForPeople: true });
}
