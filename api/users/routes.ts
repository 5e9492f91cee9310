import type { z } from 'zod';
import { ApiError, type FailedRules, invalid } from '../http/api-error.ts';
import { type ApiRequest, created, defineRoute, demandViewer, ok, type Route } from '../http/route.ts';
import { check, demand, unwrap } from '../http/rules.ts';
import { duplicateKeyOf } from '../key-failures.ts';
import type { Passwords } from './passwords.ts';
import { createUser, findByEmail, findTaken, type Names, updateUser, type Viewer } from './repository.ts';
import { loginSchema, registrationSchema, userChangesSchema, userView } from './schema.ts';
import type { Tokens } from './tokens.ts';

interface UserTools {
  passwords: Passwords;
  tokens: Tokens;
}

const changesSchemas = new Map([6, 8].map((minimum) => [minimum, userChangesSchema(minimum)]));
const answer = { user: userView };
const tag = 'Users';

/** Registration, login, and the user one is. */
export function createUserRoutes({ passwords, tokens }: UserTools): Route[] {
  const present = ({ id, email, username, bio, image }: Viewer) => ({
    user: { email, token: tokens.create(id), username, bio: bio || null, image: image || null },
  });

  async function register(request: ApiRequest) {
    const body = unwrap(await request.readBody(), 'user');
    const { username, email, password } = await demandFree(request, { schema: registrationSchema, body });
    const passwordHash = await request.limitAttempts(undefined, () => passwords.hash(password));
    const viewer = await request.session
      .write((query) => createUser(query, { username, email, passwordHash }))
      .catch((error) => explainDuplicate(error, request, { username, email }));
    return created(present(viewer));
  }

  async function login(request: ApiRequest) {
    const { email, password } = demand(loginSchema, unwrap(await request.readBody(), 'user'));
    return request.limitAttempts(email.toLowerCase(), async () => {
      const user = await request.session.read((query) => findByEmail(query, email));
      const isRight = await passwords.verify(password, user?.password);
      if (!user || !isRight) throw new ApiError({ kind: 'wrong-credentials' });
      return ok(present(user));
    });
  }

  const hashNew = ({ limitAttempts }: ApiRequest, id: number, password: string) =>
    limitAttempts(`user ${id}`, () => passwords.hash(password));

  async function update(request: ApiRequest) {
    const { id } = demandViewer(request);
    const schema = changesSchemas.get(request.contract.passwordMinimum) ?? userChangesSchema(8);
    const body = unwrap(await request.readBody(), 'user');
    const { password, ...changes } = await demandFree(request, { schema, body, exceptId: id });
    const hash = password === undefined ? {} : { password: await hashNew(request, id, password) };
    const viewer = await request.session
      .write((query) => updateUser(query, id, { ...changes, ...hash }))
      .catch((error) => explainDuplicate(error, request, { ...changes, exceptId: id }));
    if (!viewer) throw new ApiError({ kind: 'unauthenticated', reason: 'orphaned' });
    return ok(present(viewer));
  }

  return [
    defineRoute({
      methods: ['post'],
      path: '/users',
      access: 'public',
      limited: true,
      handle: register,
      documentation: { summary: 'Register', tag, body: { wrapper: 'user', schema: registrationSchema }, answer },
    }),
    defineRoute({
      methods: ['post'],
      path: '/users/login',
      access: 'public',
      limited: true,
      handle: login,
      documentation: { summary: 'Log in', tag, body: { wrapper: 'user', schema: loginSchema }, answer },
    }),
    defineRoute({
      methods: ['get'],
      path: '/user',
      access: 'required',
      handle: (request) => ok(present(demandViewer(request))),
      documentation: { summary: 'The user you are', tag, answer },
    }),
    defineRoute({
      methods: ['put', 'patch'],
      path: '/user',
      access: 'required',
      limited: true,
      handle: update,
      documentation: {
        summary: 'Change the user you are',
        tag,
        body: { wrapper: 'user', schema: userChangesSchema(6) },
        answer,
      },
    }),
  ];
}

/**
 * The input, if it breaks no rule and nobody else has its names. A name is only looked up where it breaks no
 * other rule, and everything that is wrong is answered at once.
 */
async function demandFree<Schema extends z.ZodType<Names>>(
  { session }: ApiRequest,
  { schema, body, exceptId = 0 }: { schema: Schema; body: Record<string, unknown>; exceptId?: number },
): Promise<z.output<Schema>> {
  const input = check(schema, body);
  const fields = input.ok ? {} : input.fields;
  const names = pickSoundNames(body, fields);
  const taken = Object.keys(names).length > 0 ? await session.read((query) => findTaken(query, names, exceptId)) : [];
  if (input.ok && taken.length === 0) return input.value;
  throw invalid({ ...fields, ...renderTaken(taken) });
}

function pickSoundNames(body: Record<string, unknown>, broken: FailedRules): Names {
  const names: Names = {};
  for (const field of ['username', 'email'] as const) {
    const value = body[field];
    if (typeof value === 'string' && !broken[field]) names[field] = value.trim();
  }
  return names;
}

/** Somebody else took a name between the look and the write. */
async function explainDuplicate(
  error: unknown,
  { session }: ApiRequest,
  { exceptId = 0, ...names }: Names & { exceptId?: number },
): Promise<never> {
  const key = duplicateKeyOf(error);
  if (!key) throw error;
  const taken = await session.read((query) => findTaken(query, names, exceptId));
  throw invalid(renderTaken([key === 'users_email_unique' ? 'email' : 'username', ...taken]));
}

function renderTaken(fields: string[]): FailedRules {
  return Object.fromEntries(fields.map((field) => [field, ['unique']]));
}
