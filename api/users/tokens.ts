import { createSecretKey, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';

/** sha1 of `App\User`: jwt-auth's mark of the model a token belongs to. */
export const subjectMark = '87e0af1ef9fd15812fdec97153a14e0b047546aa';

/** What a token says of its bearer. */
export type TokenReading = { userId: number } | { problem: 'invalid' | 'expired' };

/** Tokens as tymon/jwt-auth 1.0 makes and reads them, so that they pass between this API and a Laravel app. */
export interface Tokens {
  create(userId: number): string;
  read(token: string): TokenReading;
}

/** Tokens signed with a secret that live for some minutes. */
export function createTokens({ secret, ttlMinutes, issuer }: TokenOptions): Tokens {
  const key = createSecretKey(secret, 'utf8');
  return {
    create(userId) {
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: issuer, iat: now, exp: now + ttlMinutes * 60, nbf: now, jti: createId(), sub: userId };
      return jwt.sign({ ...claims, prv: subjectMark }, key, { algorithm: 'HS256' });
    },
    read(token) {
      try {
        return readClaims(jwt.verify(token, key, { algorithms: ['HS256'] }));
      } catch (error) {
        return { problem: error instanceof jwt.TokenExpiredError ? 'expired' : 'invalid' };
      }
    },
  };
}

interface TokenOptions {
  secret: string;
  ttlMinutes: number;
  issuer: string;
}

function readClaims(claims: unknown): TokenReading {
  const { sub, exp, prv } = (typeof claims === 'object' ? claims : {}) as Record<string, unknown>;
  const userId = typeof sub === 'string' && /^\d{1,15}$/.test(sub) ? Number(sub) : sub;
  const isUsersToken = prv === undefined || prv === subjectMark;
  if (!isUserId(userId) || typeof exp !== 'number' || !isUsersToken) return { problem: 'invalid' };
  return { userId };
}

function isUserId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** Sixteen letters and digits, as Laravel's Str::random gives them; Node makes random UUIDs ahead, other random bytes not. */
function createId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 16);
}
