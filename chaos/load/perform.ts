import type { Operation } from '../history.ts';
import type { Client } from './client.ts';
import type { HttpClient, Reply } from './http-client.ts';
import { tellOutcome } from './outcome.ts';
import type { Plan } from './plan.ts';

export interface PerformOptions {
  http: HttpClient;
  /** Milliseconds since the run began. */
  nowMs(): number;
  id: number;
  dueMs: number;
}

/** Sends one request and tells, as a line of the history, how it ended. */
export async function perform(
  { number: client }: Client,
  { kind, request, wrote, learn }: Plan,
  { http, nowMs, id, dueMs }: PerformOptions,
): Promise<Operation> {
  const sentMs = nowMs();
  const reply = await http.send(request);
  const outcome = tellOutcome(reply, { isWrite: wrote !== undefined });
  const learnt = outcome === 'ok' ? learn?.(reply.body as never) : undefined;
  const { status } = reply;
  return { client, id, kind, dueMs, sentMs, endedMs: nowMs(), outcome, status, ...(wrote && { wrote }), ...learnt };
}

/** Words for a reply that stops a preparation. */
export function describeReply({ status, body }: Reply) {
  return body === undefined ? String(status) : `${status} ${JSON.stringify(body).slice(0, 200)}`;
}
