import type { Query, Statement } from '../database/query.ts';
import type { Bearer } from './tokens.ts';

/** A user as they see themselves. */
export interface Viewer extends SeenViewer {
  id: number;
  username: string;
  email: string;
  bio: string | null;
  image: string | null;
  passwordSetMs: number;
}

/** What is stored for a new user. */
export interface NewUser {
  username: string;
  email: string;
  passwordHash: string;
}

/** What may change in a user. */
export type UserChanges = Partial<Omit<Viewer, 'id' | 'viewer' | 'passwordSetMs'> & { password: string }>;

const columns = 'id, username, email, bio, image, password_set_ms AS passwordSetMs';
const isInTime = "IF(password_set_ms <= ?, 'valid', 'ended')";

/** Whether the viewer's token still holds, as a column of a statement about something else; NULL where there is no such user. */
export const viewerState = `(SELECT ${isInTime} FROM users WHERE id = ?) AS viewer`;

/** The same as a condition for a change. */
export const isViewerValid = 'EXISTS (SELECT 1 FROM users viewer WHERE viewer.password_set_ms <= ? AND viewer.id = ?)';

/** What the placeholders of both stand for. */
export const valuesOf = ({ id, passwordUntilMs }: Bearer): [number, number] => [passwordUntilMs, id];

/** The answer of that column. */
export interface SeenViewer {
  viewer: 'valid' | 'ended' | null;
}

/** The user that a token names. */
export function findViewer(query: Query, bearer: Bearer): Promise<Viewer | null> {
  return query.row<Viewer>(`SELECT ${isInTime} AS viewer, ${columns} FROM users WHERE id = ?`, valuesOf(bearer));
}

/** A user, with the hash of the password. */
export type UserWithPassword = Viewer & { password: string };

/** The user of an e-mail address. */
export function findByEmail(query: Query, email: string): Promise<UserWithPassword | null> {
  return query.row(`SELECT ${columns}, 'valid' AS viewer, password FROM users WHERE email = ?`, [email]);
}

/** The user that the transaction has inserted. */
export function findNewUser(query: Query): Promise<UserWithPassword | null> {
  return query.row(`SELECT ${columns}, 'valid' AS viewer, password FROM users WHERE id = LAST_INSERT_ID()`);
}

/** Which of the two names another user already has. */
export async function findTaken(query: Query, names: Names, exceptId = 0): Promise<('username' | 'email')[]> {
  const row = await query.row<Record<'username' | 'email', number>>(
    `SELECT EXISTS (SELECT 1 FROM users WHERE username = ? AND id <> ?) AS username,
            EXISTS (SELECT 1 FROM users WHERE email = ? AND id <> ?) AS email`,
    [names.username ?? null, exceptId, names.email ?? null, exceptId],
  );
  return (['username', 'email'] as const).filter((field) => row?.[field]);
}

/** The names of a user that no other user may have. */
export interface Names {
  username?: string | undefined;
  email?: string | undefined;
}

/** Stores a new user. */
export function createUser({ username, email, passwordHash }: NewUser): Statement {
  const now = new Date();
  return {
    sql: 'INSERT INTO users (username, email, password, created_at_ms, updated_at_ms) VALUES (?, ?, ?, ?, ?)',
    values: [username, email, passwordHash, now, now],
  };
}

/** Changes the given columns of the viewer; no statement where none is given. */
export function updateUser(viewer: Bearer, changes: UserChanges): Statement[] {
  const given = Object.entries(changes).filter((entry): entry is [string, string | null] => entry[1] !== undefined);
  if (given.length === 0) return [];
  const assignments = given.map(([column]) => `${column} = ?`).join(', ');
  const values = given.map(([, value]) => value);
  return [
    {
      sql: `UPDATE users SET ${assignments}, updated_at_ms = ? WHERE password_set_ms <= ? AND id = ?`,
      values: [...values, new Date(), ...valuesOf(viewer)],
    },
  ];
}
