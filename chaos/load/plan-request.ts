import type { Client } from './client.ts';
import { planRead } from './plan-read.ts';
import { planWrite } from './plan-write.ts';
import type { PlannedRequest, PlanOptions } from './planned-request.ts';
import type { RequestType } from './request-types.ts';

/** The next request of this type for this client. */
export function planRequest(client: Client, type: RequestType, options: PlanOptions): PlannedRequest {
  const plan = planWrite(client, type, options) ?? planRead(client, type);
  return { ...plan, request: { token: client.token, ...plan.request } };
}
