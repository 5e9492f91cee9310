import type { ServerResponse } from 'node:http';

/** Headers of every answer: other pages can neither embed it nor read it, and no cache keeps it. */
export const safety = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** Answers that nothing was done, and why. */
export function refuse(response: ServerResponse, status: number, text: string) {
  if (response.headersSent) return void response.destroy();
  send(response, status, `${text}\n`, { 'Content-Type': 'text/plain; charset=utf-8' });
}

/** Sends an answer whole. */
export function send(response: ServerResponse, status: number, body: string | Buffer, headers: Record<string, string>) {
  response.writeHead(status, { ...safety, ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
