import { createSecretKey, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';

/** sha1 of `App\User`: jwt-auth's mark of the model a token belongs to. */
export const subjectMark = '87e0af1ef9fd15812fdec97153a14e0b047546aa';

/** Who comes with a token: a user, as long as the user's password is no newer than the token's. */
export interface Bearer {
  /** 0 where there is no token. */
  id: number;
  passwordUntilMs: number;
}

/** What a token says of its bearer. */
export type TokenReading = Bearer | { problem: 'invalid' | 'expired' };

/** Tokens as tymon/jwt-auth 1.0 makes and reads them, so that they pass between this API and a Laravel app. */
export interface Tokens {
  /** A token that holds until the user has a password newer than the one set then. */
  create(userId: number, passwordSetMs?: number): string;
  read(token: string): TokenReading;
}

/** Tokens signed with a secret that live for some minutes. */
export function createTokens({ secret, ttlMinutes, issuer }: TokenOptions): Tokens {
  const key = createSecretKey(secret, 'utf8');
  return {
    create(userId, passwordSetMs = 0) {
      const now = Math.floor(Date.now() / 1000);
      const jti = createId(passwordSetMs);
      const claims = { iss: issuer, iat: now, exp: now + ttlMinutes * 60, nbf: now, jti, sub: userId };
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
  const { sub, exp, iat, jti, prv } = (typeof claims === 'object' ? claims : {}) as Record<string, unknown>;
  const userId = typeof sub === 'string' && /^\d{1,15}$/.test(sub) ? Number(sub) : sub;
  const isUsersToken = prv === undefined || prv === subjectMark;
  if (!isUserId(userId) || typeof exp !== 'number' || !isUsersToken) return { problem: 'invalid' };
  return { id: userId, passwordUntilMs: readPasswordTime(jti) ?? endOfSecond(iat) };
}

function isUserId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/**
 * Sixteen letters and digits, as Laravel's Str::random gives them: eight at random, then the time of the password. Seconds would not
 * tell a token from before a change from one that was given with it. Node makes random UUIDs ahead, other random bytes not.
 */
function createId(passwordSetMs: number): string {
  return randomUUID().slice(0, 8) + passwordSetMs.toString(36).toUpperCase().padStart(8, '0');
}

function readPasswordTime(id: unknown): number | null {
  const [, time] = /^[0-9a-f]{8}([0-9A-Z]{8})$/.exec(String(id)) ?? [];
  return time === undefined ? null : Number.parseInt(time, 36);
}

/** A Laravel app gives a new token within the second of the change. */
const endOfSecond = (issuedAt: unknown) => (typeof issuedAt === 'number' ? Math.floor(issuedAt) * 1000 + 999 : 0);
