import type { Client } from './client.ts';
import { planRead } from './plan-read.ts';
import { planWrite } from './plan-write.ts';
import type { PlannedRequest, PlanOptions } from './planned-request.ts';
import type { RequestType } from './request-types.ts';

/** The next request of this type for this client. */
export function planRequest(client: Client, type: RequestType, options: PlanOptions): PlannedRequest {
  const plan = planWrite(client, type, options) ?? planRead(client, type);
  const isAnonymous = options.isThroughEdge && plan.isPublic && options.random() < 0.5;
  return { ...plan, request: { token: isAnonymous ? undefined : client.token, ...plan.request } };
}
