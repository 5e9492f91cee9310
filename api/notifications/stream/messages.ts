/** Sent first: a client that loses the stream opens the next one after this time. */
export const renderRetry = (retryMs: number): string => `retry: ${retryMs}\n`;

/** One server-sent event; a client that comes back says the last id that it was given. */
export function renderMessage(event: string, data: object, id?: string): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}

/** Keeps what lies between from taking the connection for dead. */
export const heartbeat = ': alive\n\n';
