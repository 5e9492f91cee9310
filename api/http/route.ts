import type { z } from 'zod';
import type { Contract } from '../contract/contract.ts';
import type { Query, Recall, Session } from '../database/database.ts';
import type { SeenViewer, Viewer } from '../users/repository.ts';
import type { Resource } from './api-error.ts';

/** What a route knows of a request before anything was looked up. */
export interface Asked<Input = unknown> {
  readonly params: Readonly<Record<string, string>>;
  /** The query string, held against the route's schema; an empty object where it has none. */
  readonly query: Input;
  readonly contract: Contract;
  /** Whose token it is; 0 where there is none. Only who passed authentication is in `viewer`. */
  readonly viewerId: number;
}

/** What a route answers with: which kind of success, and the body. */
export interface Answer {
  kind: 'ok' | 'created' | 'deleted';
  body: object;
}

/** Everything a route may use to answer one request. */
export interface ApiRequest<Found = unknown, Input = unknown> extends Asked<Input> {
  readonly session: Session;
  /** Null where nobody asks, and where a route `findsViewer` by itself or `looksLater`. */
  readonly viewer: Viewer | null;
  /** Not there where the route `looksLater`. */
  readonly found: Found;
  readBody(): Promise<unknown>;
  /** What `find` brings; throws where the request may not go on. */
  lookUp(): Promise<Found>;
  /** Runs an attempt that costs a password hash, unless the client's address or this account has had its share (429). */
  limitAttempts<Result>(account: string | undefined, run: () => Promise<Result>): Promise<Result>;
  /** Changes and looks in one transaction that is one packet (see `Session.write`); null says that there is nothing to change. */
  changeAtOnce<Changed extends SeenViewer>(work: Work<Changed>, recall: Recall<Changed | null>): Promise<Changed>;
}

type Work<Changed> = (query: Query) => Promise<Changed | null>;

/** One route as data: the router serves it, the documentation describes it. */
export interface Route<Found = unknown, Input = unknown> {
  methods: ('get' | 'post' | 'put' | 'patch' | 'delete')[];
  path: string;
  /** Who may ask: `public` ignores tokens, `optional` takes one, `required` insists on one. */
  access: 'public' | 'optional' | 'required';
  /** Its attempts are limited: `handle` calls `limitAttempts`. */
  limited?: true;
  /** What the query string has to be. */
  query?: z.ZodType<Input>;
  /** Reads what the request is about, in one go with the authentication; it may run more than once. */
  find?(query: Query, asked: Asked<Input>): Promise<Found | null>;
  /** `find` also says whether the viewer exists, in a field `viewerExists`; otherwise the viewer is looked up beside it. */
  findsViewer?: true;
  /** `handle` looks up by itself, where it does not already know from its change. */
  looksLater?: true;
  /** `find` reads so much that nobody else should wait for it. */
  isLong?: true;
  /** What the path names: a `find` that brings null means that there is none. */
  names?: Resource;
  /** What else the path names and `find` did not bring. */
  lacks?(found: Found): Resource | null;
  handle(request: ApiRequest<Found, Input>): Promise<Answer> | Answer;
  documentation: Documentation;
}

/** What the OpenAPI description says of a route beyond what the router needs. */
export interface Documentation {
  summary: string;
  tag: string;
  /** The wrapper of the request body and its schema. */
  body?: { wrapper: string; schema: z.ZodType };
  /** Fields of the successful answer; none is an empty body. */
  answer: Record<string, z.ZodType>;
}

/** Ties a route's `find` to its `handle`, then forgets what it finds: the router needs no more. */
export function defineRoute<Found, Input>(route: Route<Found, Input>): Route {
  return route as Route;
}

/** Success without anything new. */
export const ok = (body: object): Answer => ({ kind: 'ok', body });

/** Something new is there. */
export const created = (body: object): Answer => ({ kind: 'created', body });

/** Something is gone. */
export const deleted = (): Answer => ({ kind: 'deleted', body: {} });

/** The user of a route that insists on one. */
export function demandViewer({ viewer }: { viewer: Viewer | null }): Viewer {
  if (!viewer) throw new Error('A route asks for its user without `access: required`.');
  return viewer;
}
