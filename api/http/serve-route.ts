import type { Readable } from 'node:stream';
import type { Write, Written } from '../database/session.ts';
import { type KeyedRequest, type ReadKey, type Recalled, recallDone } from '../idempotency/keyed-request.ts';
import { findViewer } from '../users/repository.ts';
import type { Tokens } from '../users/tokens.ts';
import { forbidden, missing, type TokenProblem } from './api-error.ts';
import { type Identity, identify, unauthenticated } from './authentication.ts';
import { findKept, present, renderOnce } from './kept-answer.ts';
import { explainMissingParent } from './missing-parent.ts';
import { renderNextLink } from './paging.ts';
import type { LimitAttempts } from './rate-limit.ts';
import { readInput } from './read-input.ts';
import type { Context } from './request-context.ts';
import type { ApiRequest, Asked, Fields, Found, Route } from './route.ts';
import { unwrap, validate } from './rules.ts';

/** What every route may need. */
export interface RouteTools {
  tokens: Tokens;
  readBody(context: Context): Promise<unknown>;
  readKey: ReadKey;
  limitAttempts: LimitAttempts;
}

/** One request on its way through one route. */
interface Serving {
  context: Context;
  route: Route;
  tools: RouteTools;
  identity: Identity;
  asked: Asked;
}

/** Answers one request as its route says; whatever the routes have in common happens here. */
export async function serveRoute(context: Context, route: Route, tools: RouteTools): Promise<void> {
  const { contract } = context.state;
  context.state.route = route.path;
  const identity = identify(context.headers.authorization, route.access, tools.tokens);
  const { problem, viewer } = identity;
  if (problem && (contract.authenticatesFirst || !route.names)) throw unauthenticated(problem);
  const { params: named = {} } = context as { params?: Record<string, string> };
  const params = readParams(named);
  const query = route.query ? validate(route.query, readQueryString(context.query)) : {};
  const asked: Asked = { params, query, contract, viewer, ...(route.stream && { lastEventId: readLastId(context) }) };
  const serving = { context, route, tools, identity, asked };
  const kept = await findKept({ copies: context.state.copies, route, identity, asked });
  const shown = kept ? kept.shown : await show(serving);
  if (route.stream) return answerWithStream(context, route.stream(shown, asked));
  context.status = contract.statuses[route.answers ?? 'ok'];
  const next = route.next?.(shown, query) ?? null;
  if (next !== null) context.set('Link', renderNextLink(context, next));
  if (context.status === 204) context.body = null;
  else if (kept) answerWithText(context, renderOnce(kept, { route, contract }));
  else context.body = present(shown, { route, contract });
}

function answerWithText(context: Context, text: Buffer): void {
  context.type = 'json';
  context.body = text;
}

const readLastId = ({ headers }: Context) => headers['last-event-id']?.toString();

// nginx would gather lines until it has a buffer full.
function answerWithStream(context: Context, lines: Readable): void {
  context.set({ 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  context.type = 'text/event-stream';
  context.body = lines;
}

/** Gives what the answer shows. */
async function show(serving: Serving): Promise<unknown> {
  const { route, identity, context, asked, tools } = serving;
  if (!route.change && !route.handle) return lookUp(serving, route.look);
  if (identity.problem) return admit(serving);
  const isBodyNeeded = route.body !== undefined || context.headers['idempotency-key'] !== undefined;
  const body = isBodyNeeded ? await orRefuse(serving, () => tools.readBody(context)) : undefined;
  const fields = route.body ? unwrap(body, route.body.wrapper) : {};
  const limitAttempts: ApiRequest['limitAttempts'] = (account, run) =>
    tools.limitAttempts({ address: context.ip, account }, run, (headers) => context.set(headers));
  const recall = { ...asked, input: fields, limitAttempts };
  const keyed = tools.readKey(context, { route, viewerId: identity.viewer.id, body, recall });
  const done = keyed && (await recallDone(context.state.session, keyed));
  const read = done ?? (await readBodyInput(serving, { fields, keyed }));
  if ('seen' in read) {
    touch(serving, read.seen);
    return demandAllowed(serving, read.seen);
  }
  const request = { ...createRequest(serving, keyed), input: read.input, limitAttempts };
  try {
    return await (route.handle?.(request) ?? changeAndLook(serving, request));
  } catch (error) {
    throw explainMissingParent(error);
  }
}

interface SentFields {
  fields: Fields;
  keyed: KeyedRequest | null;
}

async function readBodyInput(serving: Serving, { fields, keyed }: SentFields): Promise<{ input: unknown } | Recalled> {
  const { route, context, asked } = serving;
  const { body } = route;
  if (!body) return { input: undefined };
  const { session } = context.state;
  return await orRefuse(serving, () => readInput(body, { fields, session, asked, keyed }));
}

function createRequest(serving: Serving, keyed: KeyedRequest | null) {
  const { session } = serving.context.state;
  return {
    ...serving.asked,
    session,
    write: <T>(write: Write<T | null>) =>
      touchAfter(serving, keyed ? keyed.write(session, write) : session.write(write)),
    admit: <T>() => admit(serving) as Promise<T>,
  };
}

/** Whatever became of a write, no copy of what it touches serves any request that begins after it. */
async function touchAfter<T>(serving: Serving, writing: Promise<Written<T>>): Promise<Written<T>> {
  let seen: unknown;
  try {
    const written = await writing;
    seen = written.seen;
    return written;
  } finally {
    touch(serving, seen);
  }
}

function touch({ context, route, asked }: Serving, seen?: unknown): void {
  context.state.touch(route.touches?.(asked, seen) ?? []);
}

/** What is wrong with a body is told only where the request would be let in with a better one. */
async function orRefuse<T>(serving: Serving, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    await admit(serving);
    throw error;
  }
}

async function changeAndLook(serving: Serving, request: ApiRequest): Promise<unknown> {
  const { route, asked } = serving;
  const { look, change } = route;
  const { seen, hasChanged } = await request.write({
    change: change?.(request) ?? [],
    ...(look && { look: (query) => look(query, asked) }),
  });
  if (!look && hasChanged) return seen;
  return demandAllowed(serving, seen);
}

/** Where a write saw nothing, or nothing that this viewer may change, a look says why. */
async function demandAllowed(serving: Serving, seen: unknown): Promise<unknown> {
  const { names, own } = serving.route;
  const found = seen as Found | null | undefined;
  if (found?.viewer === 'valid' && (!own || found.userId === serving.asked.viewer.id)) return seen;
  await admit(serving);
  throw names ? missing(names) : unauthenticated('orphaned');
}

/** Looks whether a write may go on; throws where it may not. */
function admit(serving: Serving): Promise<unknown> {
  const { route } = serving;
  const isOpen = route.access === 'public' && !route.names;
  return lookUp(serving, isOpen ? undefined : (route.find ?? route.look));
}

/** Reads what the path names, and whether the viewer exists; throws where the request may not go on. */
async function lookUp({ context, route, identity, asked }: Serving, look: Route['look']): Promise<unknown> {
  if (!look) return null;
  const { found, viewer } = await context.state.session.read(
    async (query) => {
      const found = (await look(query, asked)) as Found | null;
      // Only where the look brought nothing, another statement has to say whether the user exists.
      const isKnown = found !== null || asked.viewer.id === 0;
      const { viewer } = (isKnown ? found : await findViewer(query, asked.viewer)) ?? {};
      return { found, viewer };
    },
    { isAlone: route.readsMany },
  );
  refuse({ identity, viewer, found }, route, asked.contract.authenticatesFirst);
  return found;
}

/** The order of 401 and 404 is the contract's. */
function refuse(
  { identity, viewer, found }: { identity: Identity; viewer: Found['viewer']; found: Found | null },
  { names, own, change, handle }: Route,
  authenticatesFirst: boolean,
): void {
  const { id } = identity.viewer;
  const problem = identity.problem ?? (id > 0 ? problemOf(viewer) : undefined);
  if (problem && authenticatesFirst) throw unauthenticated(problem);
  const absent = names && (found === null ? names : found.absent);
  if (absent) throw missing(absent);
  if (problem) throw unauthenticated(problem);
  if (own && (change || handle) && found?.userId !== id) throw forbidden(own);
}

function problemOf(viewer: Found['viewer']): TokenProblem | undefined {
  if (viewer === 'valid') return undefined;
  return viewer === 'ended' ? 'ended' : 'orphaned';
}

/** What the path names. MySQL overlooks control characters: with one it names nothing. */
function readParams(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, /\p{Cc}/u.test(value) ? '' : value]));
}

/** PHP takes the last of several values of one name, and makes a list of a name with brackets. */
function readQueryString(query: NodeJS.Dict<string | string[]>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      const last = Array.isArray(value) ? value.at(-1) : value;
      return name.includes('[') ? [name.slice(0, name.indexOf('[')), [last]] : [name, last];
    }),
  );
}
