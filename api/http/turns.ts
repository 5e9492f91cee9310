import type { Socket } from 'node:net';
import type { Context, Next } from './request-context.ts';

/**
 * A client may send requests on one connection without waiting for the answers. Each is begun when the one before is done, and none
 * once the client has left: otherwise a few connections could have thousands of them done, and read no answer.
 */
export function createTurns() {
  const latest = new WeakMap<Socket, Promise<unknown>>();
  return function waitForTurn({ req: { socket } }: Context, next: Next): Promise<unknown> {
    const before = latest.get(socket) ?? Promise.resolve();
    const turn = before.then(() => (socket.destroyed ? undefined : next()));
    latest.set(
      socket,
      turn.catch(() => undefined),
    );
    return turn;
  };
}
