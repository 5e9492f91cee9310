import type { Read, RouteName, Write } from '../history.ts';
import type { HttpRequest } from './http-client.ts';
import type { Random } from './random.ts';

/** One request, what it writes, and how its answer is read. */
export interface PlannedRequest {
  route: RouteName;
  request: HttpRequest;
  wrote?: Write;
  /** It shows the same to every client, so that it may be sent without a token. */
  isPublic?: boolean;
  /** Takes from the body of a success what the client wrote or read. */
  readBody?(body: never): { wrote?: Write; read?: Read } | undefined;
}

export interface PlanOptions {
  /** Unique in the run. */
  mark: string;
  random: Random;
  /** The edge has a cache for requests without a token. */
  isThroughEdge?: boolean;
  /** The lab tells others what happens: articles are deleted, too. */
  isTold?: boolean | undefined;
}
