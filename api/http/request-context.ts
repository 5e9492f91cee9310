import type { ParameterizedContext } from 'koa';
import type { Contract } from '../contract/contract.ts';
import type { Session } from '../database/session.ts';

/** What the middleware of one request tell each other. */
export interface RequestState {
  requestId: string;
  contract: Contract;
  /** The path of the route that serves the request, as the metrics and the log name it. */
  route?: string;
  session: Session;
}

/** Koa's context with our state. */
export type Context = ParameterizedContext<RequestState>;

/** Runs the middleware that come after this one. */
export type Next = () => Promise<unknown>;
