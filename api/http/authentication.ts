import type { Bearer, TokenReading, Tokens } from '../users/tokens.ts';
import { ApiError, type TokenProblem } from './api-error.ts';
import type { Route } from './route.ts';

/** Whose token it is; only the database knows whether the token still holds. */
export interface Identity {
  viewer: Bearer;
  /** Why the request may not go on as it is. */
  problem?: 'absent' | 'invalid' | 'expired';
}

/** A request without a token that counts. */
export const anonymous: Bearer = { id: 0, passwordUntilMs: 0 };

const schemes = ['token', 'bearer'];

/** The token of an Authorization header, `Token …` or `Bearer …`; null where there is none. */
export function parseAuthorization(header: string | undefined): string | null {
  const text = header?.trim() ?? '';
  const end = text.search(/\s/);
  const isToken = end !== -1 && schemes.includes(text.slice(0, end).toLowerCase());
  return isToken ? text.slice(end).trimStart() : null;
}

/** Reads the identity of a request; a token that is there has to be good even where none is needed. */
export function identify(header: string | undefined, access: Route['access'], tokens: Tokens): Identity {
  if (access === 'public') return { viewer: anonymous };
  const token = parseAuthorization(header);
  if (token === null) return access === 'required' ? { viewer: anonymous, problem: 'absent' } : { viewer: anonymous };
  const reading: TokenReading = tokens.read(token);
  return 'problem' in reading ? { viewer: anonymous, problem: reading.problem } : { viewer: reading };
}

/** No token, or none that counts. */
export const unauthenticated = (reason: TokenProblem) => new ApiError({ kind: 'unauthenticated', reason });
