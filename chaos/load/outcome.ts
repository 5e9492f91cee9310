import type { Outcome } from '../history.ts';
import type { Reply } from './http-client.ts';

// What the API says when it did not begin the work; its other 503s leave open whether a write was done.
const refusals = [/not waiting for one/, /Too many requests are waiting/, /the process is ending/];

/** What a client knows after a reply. A read changes nothing, so it never leaves anything open. */
export function tellOutcome(reply: Reply, { isWrite }: { isWrite: boolean }): Outcome {
  const { status } = reply;
  if (isSuccess(status)) return 'ok';
  if (!isWrite || status === 'ECONNREFUSED') return 'fail';
  if (typeof status === 'string') return 'unknown';
  return status < 500 || isRefusal(reply) ? 'fail' : 'unknown';
}

function isSuccess(status: Reply['status']) {
  return typeof status === 'number' && status >= 200 && status < 300;
}

function isRefusal({ status, body }: Reply) {
  const text = JSON.stringify(body ?? '');
  return status === 503 && refusals.some((refusal) => refusal.test(text));
}
