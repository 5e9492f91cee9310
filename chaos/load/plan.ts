import type { OperationKind, Read, Write } from '../history.ts';
import type { Client } from './client.ts';
import type { HttpRequest } from './http-client.ts';
import { planRead } from './plan-read.ts';
import { planWrite } from './plan-write.ts';
import type { Random } from './random.ts';
import type { Wish } from './wishes.ts';

/** One request, what it writes, and how its answer is read. */
export interface Plan {
  kind: OperationKind;
  request: HttpRequest;
  wrote?: Write;
  /** Called with the body of a success: what the client learns from it. */
  learn?(body: never): { wrote?: Write; read?: Read } | undefined;
}

export interface PlanOptions {
  /** Unique in the run. */
  mark: string;
  random: Random;
}

/** Turns a wish into a request of this client. */
export function planRequest(client: Client, wish: Wish, options: PlanOptions): Plan {
  const plan = planWrite(client, wish, options) ?? planRead(client, wish);
  return { ...plan, request: { token: client.token, ...plan.request } };
}
