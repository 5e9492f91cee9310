import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Endpoint } from '../../../scripts/settings/endpoints.ts';
import { SourceAwayError } from '../line-source.ts';

/** Where a gateway answers, and how many times as long as on a computer of its own it may take. */
export interface Gateway {
  at: Endpoint;
  patience: number;
}

/** Asks systemd-journal-gatewayd; gives its whole answer. */
export async function askGateway(
  { at: { address, port }, patience }: Gateway,
  path: string,
  { headers = {}, signal }: { headers?: Record<string, string>; signal: AbortSignal },
): Promise<Buffer> {
  const connectMs = 3_000 * patience;
  const answerMs = 10_000 * patience;
  return await new Promise<Buffer>((resolve, reject) => {
    // A connection of its own each time: that of a machine which lost its power would be silent for long.
    const asking = request({ host: address, port, path, headers, agent: false, signal });
    const late = new Error(`its gateway gave no answer within ${answerMs / 1_000} s`);
    const away = setTimeout(() => asking.destroy(new SourceAwayError('its machine does not answer')), connectMs);
    const silent = setTimeout(() => asking.destroy(late), answerMs);
    asking.on('socket', (socket) => socket.once('connect', () => clearTimeout(away)));
    asking.on('close', () => [away, silent].forEach(clearTimeout));
    asking.on('error', (error) => reject(isAway(error) ? new SourceAwayError(error.message) : error));
    asking.on('response', (response) => {
      const { statusCode } = response;
      buffer(response).then(
        (body) =>
          statusCode === 200 ? resolve(body) : reject(new Error(`its gateway answers ${statusCode}: ${body}`)),
        reject,
      );
    });
    asking.end();
  });
}

const isAway = ({ code = '' }: NodeJS.ErrnoException) =>
  ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ETIMEDOUT'].includes(code);
