import type { ParameterizedContext } from 'koa';
import type { Contract } from '../contract/contract.ts';
import type { Look, Session } from '../database/session.ts';

/** What the middleware of one request tell each other. */
export interface RequestState {
  requestId: string;
  contract: Contract;
  /** The path of the route that serves the request, as the metrics and the log name it. */
  route?: string;
  session: Session;
  /** What is kept for many readers; undefined where the lab keeps nothing. */
  copies?: RequestCopies;
  /** Ends the copies of what the request has written, or may have, also those that were begun after the request. */
  touch(topics: readonly string[]): void;
}

/** What one request may do with the copies of its process. */
export interface RequestCopies {
  read<T>(question: { name: string; topics: readonly string[]; read: Look<T> }): Promise<T>;
}

/** Koa's context with our state. */
export type Context = ParameterizedContext<RequestState>;

/** Runs the middleware that come after this one. */
export type Next = () => Promise<unknown>;
