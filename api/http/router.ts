import Router from '@koa/router';
import type { Query, Session } from '../database/database.ts';
import { findViewer, type SeenViewer, type Viewer } from '../users/repository.ts';
import type { Tokens } from '../users/tokens.ts';
import { missing, protocolError, type Resource } from './api-error.ts';
import { type Identity, identify, unauthenticated } from './authentication.ts';
import type { createKeyReader } from './idempotency.ts';
import { explainMissingParent } from './missing-parent.ts';
import type { LimitAttempts } from './rate-limit.ts';
import type { Answer, ApiRequest, Asked, Route } from './route.ts';
import { demand } from './rules.ts';
import type { Context, Next, RequestState } from './state.ts';

interface RouterTools {
  tokens: Tokens;
  readBody(context: Context): Promise<unknown>;
  /** What a POST with an Idempotency-Key brings. */
  readKey: ReturnType<typeof createKeyReader>;
  limitAttempts: LimitAttempts;
}

/** What one look into the database brought: the user of the token, and what the path names. */
interface LookUp {
  viewer: Viewer | null;
  viewerExists: boolean;
  found: unknown;
}

/** Serves routes that are data; whatever they have in common happens here. */
export function createRouter(routes: Route[], tools: RouterTools) {
  const router = new Router<RequestState>();
  // A fixed path goes before one with a parameter: /articles/feed is no slug.
  const ordered = routes.toSorted((a, b) => Number(a.path.includes(':')) - Number(b.path.includes(':')));
  for (const route of ordered) {
    router.register(route.path, route.methods, (context) => serve(context as Context, route, tools));
  }
  return router.routes();
}

/** Answers what no route did: a wrong verb, or nothing there at all. */
export function refuseUnknownRoute(context: Context & { matched?: { methods: string[] }[] }, next: Next) {
  const allowed = [...new Set((context.matched ?? []).flatMap(({ methods }) => methods))];
  if (allowed.length === 0) throw protocolError({ status: 404, subject: 'route', message: 'not found' });
  const headers = { Allow: [...allowed, 'OPTIONS'].join(', ') };
  if (context.method !== 'OPTIONS') {
    throw protocolError({ status: 405, subject: 'method', message: 'is not allowed here' }, headers);
  }
  context.set(headers);
  context.status = 204;
  return next();
}

async function serve(context: Context, route: Route, tools: RouterTools): Promise<void> {
  const { contract, session } = context.state;
  context.state.route = route.path;
  const identity = identify(context.headers.authorization, route.access, tools.tokens);
  const isHopeless = identity.problem && (contract.authenticatesFirst || !route.names);
  if (identity.problem && isHopeless) throw unauthenticated(identity.problem);
  const asked: Asked = {
    params: (context as { params?: Record<string, string> }).params ?? {},
    query: route.query ? demand(route.query, lastOfEach(context.query)) : {},
    contract,
    viewerId: identity.userId,
  };
  let body: Promise<unknown> | undefined;
  const readBody = () => (body ??= tools.readBody(context));
  const keyed = identity.problem ? null : await tools.readKey(context, { viewerId: identity.userId, readBody });
  const recalled = await keyed?.recall(session);
  if (recalled) return send(context, recalled);
  const admit = async (session: Session) => {
    const lookedUp = await lookUp(context, route, { session, asked });
    refuse({ identity, ...lookedUp }, route, contract.authenticatesFirst);
    return lookedUp;
  };
  const { viewer, found } = route.looksLater && !identity.problem ? nothingYet : await admit(session);
  const limitAttempts: ApiRequest['limitAttempts'] = (account, run) =>
    tools.limitAttempts({ address: context.ip, account }, run, (headers) => context.set(headers));
  const handle = async (session: Session) => {
    const lookUp = async () => (await admit(session)).found;
    const changeAtOnce = createChangeAtOnce(route, { session, lookUp });
    return route.handle({ ...asked, session, viewer, found, readBody, lookUp, limitAttempts, changeAtOnce });
  };
  send(context, await explained(() => (keyed ? keyed.run(session, handle) : handle(session))));
}

const nothingYet = { viewer: null, found: undefined };

/** A change that found nothing to change, or nobody who may, is explained by a look. */
function createChangeAtOnce({ names }: Route, { session, lookUp }: Pick<ApiRequest, 'session' | 'lookUp'>) {
  const changeAtOnce: ApiRequest['changeAtOnce'] = async (work, recall) => {
    const changed = await session.write(work, recall);
    if (changed?.viewerExists) return changed;
    await lookUp();
    throw missing(names as Resource);
  };
  return changeAtOnce;
}

async function explained(handle: () => Promise<Answer>): Promise<Answer> {
  try {
    return await handle();
  } catch (error) {
    throw explainMissingParent(error);
  }
}

/** Asks for the user and for what the path names in one go; nothing where nothing is to be asked. */
async function lookUp(
  context: Context,
  route: Route,
  { session, asked }: { session: Session; asked: Asked },
): Promise<LookUp> {
  const { viewerId } = asked;
  if (!route.find && !viewerId) return { viewer: null, viewerExists: false, found: undefined };
  const look = (query: Query) => (route.findsViewer ? lookOnce(query, route, asked) : lookTwice(query, route, asked));
  // What nobody in particular asks is the same for all who ask it.
  const name = viewerId ? undefined : `${context.method} ${context.originalUrl}`;
  return session.read(look, { name, isBrief: !route.isLong });
}

async function lookTwice(query: Query, { find }: Route, asked: Asked): Promise<LookUp> {
  const { viewerId } = asked;
  const [viewer, found] = await Promise.all([viewerId ? findViewer(query, viewerId) : null, find?.(query, asked)]);
  return { viewer, viewerExists: viewer !== null, found };
}

/** One statement for both; only where it brought nothing, another one has to say whether the user exists. */
async function lookOnce(query: Query, { find }: Route, asked: Asked): Promise<LookUp> {
  const found = (await find?.(query, asked)) as SeenViewer | null;
  const viewerExists = found ? Boolean(found.viewerExists) : await exists(query, asked.viewerId);
  return { viewer: null, viewerExists, found };
}

const exists = async (query: Query, id: number) => id > 0 && (await findViewer(query, id)) !== null;

/** The order of 401 and 404 is the contract's. */
function refuse(
  { identity, viewerExists, found }: LookUp & { identity: Identity },
  { names, lacks }: Route,
  authenticatesFirst: boolean,
): void {
  const isOrphaned = identity.userId > 0 && !viewerExists;
  const problem = isOrphaned ? 'orphaned' : identity.problem;
  if (problem && authenticatesFirst) throw unauthenticated(problem);
  const absent = names && (found === null ? names : lacks?.(found));
  if (absent) throw missing(absent);
  if (problem) throw unauthenticated(problem);
}

/** PHP takes the last of several values of one name. */
function lastOfEach(query: NodeJS.Dict<string | string[]>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value]),
  );
}

function send(context: Context, { kind, body }: Answer): void {
  context.status = context.state.contract.statuses[kind];
  context.body = context.status === 204 ? null : body;
}
