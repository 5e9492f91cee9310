import type { IncomingMessage } from 'node:http';

/** A client that still sends after so long gets its answer anyway, and the end of its connection. */
const patienceMs = 2000;

/**
 * Reads and forgets the rest of a body that no route reads: a client that is still writing when its connection
 * closes would lose the answer.
 */
export function discardBody(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMs);
    request.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    request.resume();
  });
}
