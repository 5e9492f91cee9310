import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Contract } from '../contract/contract.ts';
import type { Query } from '../database/query.ts';
import type { Session, Write, Written } from '../database/session.ts';
import type { SeenViewer } from '../users/repository.ts';
import type { Bearer } from '../users/tokens.ts';
import type { FailedRules, Failure, Resource } from './api-error.ts';

/** What a request says before anything was looked up. */
export interface Asked<QueryString = unknown> {
  readonly params: Readonly<Record<string, string>>;
  /** The query string, held against the route's schema; an empty object where it has none. */
  readonly query: QueryString;
  readonly contract: Contract;
  /** Whose token it is. */
  readonly viewer: Bearer;
  /** What the client of a stream says that it has seen last. */
  readonly lastEventId?: string | undefined;
}

/** A request with its body. */
export interface Recall<Input = unknown> extends Asked {
  /** The body, held against the route's schema. */
  readonly input: Input;
  /** Runs an attempt that costs a password hash, unless the client's address or this account has had its share (429). */
  limitAttempts<Result>(account: string | undefined, run: () => Promise<Result>): Promise<Result>;
}

/** Everything that a write may use. */
export interface ApiRequest<Input = unknown> extends Recall<Input> {
  readonly session: Session;
  /** Writes; with an Idempotency-Key once, and what was done before is only looked at. */
  write<T>(write: Write<T | null>): Promise<Written<T | null>>;
  /** What `find` brings; throws where the request may not go on. */
  admit<Found>(): Promise<Found>;
}

/** What a row that a route reads may say beside what the answer shows. */
export interface Found {
  /** Whether the viewer's token still holds; always there where the route takes a token. */
  viewer?: SeenViewer['viewer'];
  /** Who wrote it. */
  userId?: number | null;
  /** What else the path names and is not there. */
  absent?: Resource | null;
}

/** What `look` brings for readers without a token may be kept for a moment. */
export interface SharedPart<QueryString> {
  /** Under which name it is kept; undefined where it is not. */
  name(asked: Asked<QueryString>): string | undefined;
  /** The writes that end it. */
  topics(asked: Asked<QueryString>): string[];
}

/** A body's fields under its wrapper, as they were sent. */
export type Fields = Record<string, unknown>;

/** What was sent, for rules that only the database knows. */
export interface SentBody {
  fields: Fields;
  /** The fields that already break another rule. */
  broken: FailedRules;
  viewer: Bearer;
}

/** What a request body has to be. */
export interface Body<Input = unknown> {
  wrapper: string;
  /** What the description of the API calls it. */
  name: string;
  /** Fields that are accepted, for the description. */
  example: Fields;
  schema: z.ZodType<Input>;
  /** Where the contracts differ, the schema of this one. */
  schemaOf?(contract: Contract): z.ZodType<Input>;
  /** Finds broken rules that only the database knows. */
  findBroken?(query: Query, sent: SentBody): Promise<FailedRules>;
}

/** One route as data: the router serves it, the documentation describes it. */
export interface Route<Shown = unknown, QueryString = unknown, Input = unknown> {
  methods: ('get' | 'post' | 'put' | 'patch' | 'delete')[];
  path: string;
  /** Who may ask: `public` ignores tokens, `optional` takes one, `required` insists on one. */
  access: 'public' | 'optional' | 'required';
  /** Its attempts are limited: `handle` calls `limitAttempts`. */
  limited?: true;
  /** What the path names: 404 where it is not there. */
  names?: Resource;
  /** What only its author may change: 403 for every other user. */
  own?: Resource;
  query?: z.ZodType<QueryString>;
  body?: Body<Input>;

  /** Reads what the answer shows; after a change in the same transaction (see `Write`). */
  look?(query: Query, asked: Asked<QueryString>): Promise<Shown | null>;
  /** `look` reads so many rows that no other read should wait for it. */
  readsMany?: true;
  /** Where the next page of the list begins; null where this one is the last. */
  next?(shown: Shown, query: QueryString): number | null;
  /** Under which name and for how long `look` is the same for all readers without a token. */
  shared?: SharedPart<QueryString>;
  /** The topics of api/cache/topics.ts that a write touches; without `seen` where it failed, and may be committed yet. */
  touches?(asked: Asked<QueryString>, seen?: Shown | null): string[];
  /** What changes before `look`. */
  change?(request: ApiRequest<Input>): Write<Shown>['change'];
  /** In place of `change` where a write takes more than one transaction, or more than the database. */
  handle?(request: ApiRequest<Input>): Promise<Shown>;
  /** Reads whether what the path names is there, and whose it is, where `look` does not tell. */
  find?(query: Query, asked: Asked<QueryString>): Promise<Found | null>;

  /** Which kind of success; `ok` where it is not given. */
  answers?: 'created' | 'deleted';
  /** The body of the answer; empty where it is not given. */
  present?(shown: Shown, contract: Contract): object;
  /** In place of `present`, the lines of server-sent events; the answer goes on until they end. */
  stream?(shown: Shown, asked: Asked<QueryString>): Readable;

  /** The owner of an Idempotency-Key that comes without a token; without an owner it has no effect. */
  keyOwner?(fields: Fields): string;
  /** Whether the request may still see what it did under its key before. */
  mayRecall?(shown: Shown, request: Recall<Input>): Promise<boolean>;
  documentation: Documentation;
}

/** What the OpenAPI description says of a route beyond what the router needs. */
export interface Documentation {
  summary: string;
  tag: string;
  /** Fields of the successful answer; none is an empty body. */
  answer: Record<string, z.ZodType>;
  /** Failures that the other parts of the route do not tell. */
  failures?: Failure[];
}

/** Ties the parts of a route to each other, then forgets their types: the router needs no more. */
export function defineRoute<Shown, QueryString, Input>(route: Route<Shown, QueryString, Input>): Route {
  return route as Route;
}
