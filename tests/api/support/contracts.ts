/** What a 403 or 404 can be about. */
export type Kind = 'article' | 'comment' | 'profile';

type Errors = Record<string, unknown>;

/** One of the two contracts as data: everything in which they differ, and nothing else. */
export interface Contract {
  name: 'laravel' | 'realworld';
  mount: string;
  createdStatus: number;
  deletedStatus: number;
  takenStatus: number;
  taken: string;
  required: string;
  wrongCredentials: { status: number; errors: Errors };
  tokenMissing: Errors;
  forbidden(kind: Kind): Errors;
  notFound(kind: Kind): Errors;
  looksUpBeforeToken: boolean;
  listsCarryBody: boolean;
  shortestNewPassword: number;
  date: RegExp;
  malformedJsonStatus: number;
}

const models: Record<Kind, string> = { article: 'App\\Article', comment: 'App\\Comment', profile: 'App\\User' };

const laravel: Contract = {
  name: 'laravel',
  mount: '/laravel/api',
  createdStatus: 200,
  deletedStatus: 200,
  takenStatus: 422,
  taken: 'has already been taken.',
  required: 'field is required.',
  wrongCredentials: { status: 422, errors: { 'email or password': 'is invalid' } },
  tokenMissing: { message: 'JWT error: Token is absent', status_code: 401 },
  forbidden: () => ({ message: 'This action is unauthorized.', status_code: 403 }),
  notFound: (kind) => ({ message: `No query results for model [${models[kind]}].`, status_code: 404 }),
  looksUpBeforeToken: true,
  listsCarryBody: true,
  shortestNewPassword: 6,
  date: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+00:00$/,
  malformedJsonStatus: 422,
};

export const realworld: Contract = {
  name: 'realworld',
  mount: '/realworld/api',
  createdStatus: 201,
  deletedStatus: 204,
  takenStatus: 409,
  taken: 'has already been taken',
  required: "can't be blank",
  wrongCredentials: { status: 401, errors: { credentials: ['invalid'] } },
  tokenMissing: { token: ['is missing'] },
  forbidden: (kind) => ({ [kind]: ['forbidden'] }),
  notFound: (kind) => ({ [kind]: ['not found'] }),
  looksUpBeforeToken: false,
  listsCarryBody: false,
  shortestNewPassword: 8,
  date: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
  malformedJsonStatus: 400,
};

/** Both contracts, at the mounts where they always are. */
export const contracts: readonly Contract[] = [laravel, realworld];

/** The same contract where `/api` serves it. */
export function atDefaultMount(contract: Contract): Contract {
  return { ...contract, mount: '/api' };
}

/** The contract with this name. */
export function contractNamed(name: Contract['name']): Contract {
  return name === 'laravel' ? laravel : realworld;
}
