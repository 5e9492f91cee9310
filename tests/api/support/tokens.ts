import { createHmac, randomUUID } from 'node:crypto';
import { environment } from './environment.ts';

/** sha1 of `App\User`, by which a Laravel application knows that a token is for its users. */
export const APP_USER = '87e0af1ef9fd15812fdec97153a14e0b047546aa';

export type Claims = Record<string, unknown>;

interface Signature {
  secret?: string;
  header?: Record<string, unknown>;
  hash?: string;
}

/** Signs a token as jwt-auth does; written without the library that the API uses, so that both must agree. */
export function signToken(claims: Claims, { secret, header, hash = 'sha256' }: Signature = {}): string {
  const payload = `${encode({ typ: 'JWT', alg: 'HS256', ...header })}.${encode(claims)}`;
  const signature = createHmac(hash, secret ?? environment.JWT_SECRET ?? '').update(payload);
  return `${payload}.${signature.digest('base64url')}`;
}

/** The signature a token must have when it is signed with the API's secret. */
export function signatureOf(token: string): string {
  const payload = token.split('.').slice(0, 2).join('.');
  return createHmac('sha256', environment.JWT_SECRET ?? '')
    .update(payload)
    .digest('base64url');
}

/** The claims of a token a Laravel application would give this user now. */
export function laravelClaims(sub: unknown): Claims {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, nbf: now, exp: now + 3600 };
  return { iss: 'http://laravel.test/api/users/login', ...times, jti: randomUUID(), sub, prv: APP_USER };
}

/** The claims in a token, without any check of its signature. */
export function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
}

/** The header of a token. */
export function headerOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as Claims;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
