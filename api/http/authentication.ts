import type { TokenReading, Tokens } from '../users/tokens.ts';
import { ApiError } from './api-error.ts';
import type { Route } from './route.ts';

/** The user that the token names; only the database knows whether that user exists. */
export interface Identity {
  /** 0 where the request carries no token that counts. */
  userId: number;
  /** Why the request may not go on as it is. */
  problem?: 'absent' | 'invalid' | 'expired';
}

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
  if (access === 'public') return { userId: 0 };
  const token = parseAuthorization(header);
  if (token === null) return access === 'required' ? { userId: 0, problem: 'absent' } : { userId: 0 };
  const reading: TokenReading = tokens.read(token);
  return 'problem' in reading ? { userId: 0, problem: reading.problem } : reading;
}

/** No token, or none that counts. */
export const unauthenticated = (reason: 'absent' | 'invalid' | 'expired' | 'orphaned') =>
  new ApiError({ kind: 'unauthenticated', reason });
