import { topics } from '../cache/topics.ts';
import type { Query } from '../database/query.ts';
import type { Write, Written } from '../database/session.ts';
import { ApiError, type FailedRules, invalid } from '../http/api-error.ts';
import { unauthenticated } from '../http/authentication.ts';
import { type ApiRequest, defineRoute, type Recall, type Route, type SentBody } from '../http/route.ts';
import { duplicateKeyOf } from '../key-failures.ts';
import type { Passwords } from './passwords.ts';
import {
  createUser,
  findByEmail,
  findNewUser,
  findTaken,
  findViewer,
  type Names,
  type UserChanges,
  type UserWithPassword,
  updateUser,
  type Viewer,
} from './repository.ts';
import { loginSchema, registrationSchema, userChangesSchema, userView } from './schema.ts';
import type { Tokens } from './tokens.ts';

interface Credentials {
  email: string;
  password: string;
}

type Registration = Credentials & { username: string };

const changesSchemas = new Map([6, 8].map((minimum) => [minimum, userChangesSchema(minimum)]));
const answer = { user: userView };
const tag = 'Users';
const wrapper = 'user';

// As the description calls the bodies; the seeds have the user who logs in.
const newUser = {
  name: 'NewUser',
  example: { username: 'jane', email: 'jane@example.com', password: 'a long password' },
};
const credentials = { name: 'Login', example: { email: 'demo@example.com', password: 'secret' } };
const userChanges = { name: 'UserChanges', example: { bio: 'I survive the loss of a database server' } };

/** Registration, login, and the user one is. */
export function createUserRoutes({ passwords, tokens }: { passwords: Passwords; tokens: Tokens }): Route[] {
  const present = ({ id, email, username, bio, image, passwordSetMs }: Viewer) => ({
    user: { email, token: tokens.create(id, passwordSetMs), username, bio: bio || null, image: image || null },
  });

  async function register(request: ApiRequest<Registration>) {
    const { username, email, password } = request.input;
    const passwordHash = await request.limitAttempts(undefined, () => passwords.hash(password));
    const change = [createUser({ username, email, passwordHash })];
    const { seen, hasChanged } = await writeUser(request, { change, look: findNewUser });
    // A request with the same key was first: its user's password may have changed since.
    if (!hasChanged && !(await mayRecall(seen, request))) throw invalid(renderTaken(['email']));
    return seen;
  }

  /** A registration shows its user again as long as the password is still the one in its body. */
  const mayRecall = (
    { password: hash }: UserWithPassword,
    { input: { password }, limitAttempts }: Recall<Registration>,
  ) => limitAttempts(undefined, () => passwords.verify(password, hash));

  function login({ input: { email, password }, session, limitAttempts }: ApiRequest<Credentials>) {
    return limitAttempts(email.toLowerCase(), async () => {
      const user = await session.read((query) => findByEmail(query, email));
      const isRight = await passwords.verify(password, user?.password);
      if (!user || !isRight) throw new ApiError({ kind: 'wrong-credentials' });
      return user;
    });
  }

  async function update(request: ApiRequest<UserChanges>) {
    const { viewer, limitAttempts } = request;
    const { password: plain, ...changes } = request.input;
    const password = plain && (await limitAttempts(`user ${viewer.id}`, () => passwords.hash(plain)));
    const change = updateUser(viewer, { ...changes, ...(password && { password }) });
    if (change.length === 0) return request.admit<Viewer>();
    const { seen, hasChanged } = await writeUser(request, { change, look: (query) => findViewer(query, viewer) });
    // The token that changes the password ends with the change.
    return hasChanged ? seen : request.admit<Viewer>();
  }

  return [
    defineRoute({
      methods: ['post'],
      path: '/users',
      access: 'public',
      limited: true,
      body: { wrapper, ...newUser, schema: registrationSchema, findBroken },
      handle: register,
      look: findNewUser,
      answers: 'created',
      present,
      keyOwner: ({ email }) => `e-mail ${String(email).trim().toLowerCase()}`,
      mayRecall,
      documentation: { summary: 'Register', tag, answer },
    }),
    defineRoute({
      methods: ['post'],
      path: '/users/login',
      access: 'public',
      limited: true,
      body: { wrapper, ...credentials, schema: loginSchema },
      handle: login,
      present,
      documentation: { summary: 'Log in', tag, answer, failures: [{ kind: 'wrong-credentials' }] },
    }),
    defineRoute({
      methods: ['get'],
      path: '/user',
      access: 'required',
      look: (query, { viewer }) => findViewer(query, viewer),
      present,
      documentation: { summary: 'The user you are', tag, answer },
    }),
    defineRoute({
      methods: ['put', 'patch'],
      path: '/user',
      access: 'required',
      limited: true,
      body: {
        wrapper,
        ...userChanges,
        schema: userChangesSchema(6),
        schemaOf: ({ passwordMinimum }) => changesSchemas.get(passwordMinimum) ?? userChangesSchema(passwordMinimum),
        findBroken,
      },
      find: (query, { viewer }) => findViewer(query, viewer),
      touches: () => [topics.users],
      handle: update,
      present,
      documentation: { summary: 'Change the user you are', tag, answer },
    }),
  ];
}

/** Names that another user has, of those that break no other rule: everything that is wrong is answered at once. */
async function findBroken(query: Query, { fields, broken, viewer }: SentBody): Promise<FailedRules> {
  const names: Names = {};
  for (const field of ['username', 'email'] as const) {
    const value = fields[field];
    if (typeof value === 'string' && !broken[field]) names[field] = value.trim();
  }
  return Object.keys(names).length > 0 ? renderTaken(await findTaken(query, names, viewer.id)) : {};
}

/** Writes a user; explains where another request took a name between the look and the write. */
async function writeUser<T>(request: ApiRequest<Names>, write: Write<T | null>): Promise<Written<T>> {
  const { session, input, viewer } = request;
  try {
    const { seen, hasChanged } = await request.write(write);
    if (seen === null) throw unauthenticated('orphaned');
    return { seen, hasChanged };
  } catch (error) {
    const key = duplicateKeyOf(error);
    if (!key) throw error;
    const taken = await session.read((query) => findTaken(query, input, viewer.id));
    throw invalid(renderTaken([key === 'users_email_unique' ? 'email' : 'username', ...taken]));
  }
}

function renderTaken(fields: string[]): FailedRules {
  return Object.fromEntries(fields.map((field) => [field, ['unique']]));
}
