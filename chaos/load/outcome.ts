import { notBegun } from '../../api/database/failures/unavailable.ts';
import type { Outcome } from '../history.ts';
import type { Reply } from './http-client.ts';

/** What a client knows after a reply. A read changes nothing, so its outcome is never unknown. */
export function classifyOutcome(reply: Reply, { isWrite }: { isWrite: boolean }): Outcome {
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
  return status === 503 && notBegun.some((explanation) => text.includes(explanation));
}
