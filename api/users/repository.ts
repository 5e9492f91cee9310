import type { Query, Statement } from '../database/query.ts';

/** A user as they see themselves. */
export interface Viewer extends SeenViewer {
  id: number;
  username: string;
  email: string;
  bio: string | null;
  image: string | null;
}

/** What is stored for a new user. */
export interface NewUser {
  username: string;
  email: string;
  passwordHash: string;
}

/** What may change in a user. */
export type UserChanges = Partial<Omit<Viewer, 'id' | 'viewerExists'> & { password: string }>;

const columns = '1 AS viewerExists, id, username, email, bio, image';

/** Whether there is a user of an id, as a column of a statement about something else. */
export const viewerExists = 'EXISTS (SELECT 1 FROM users viewer WHERE viewer.id = ?) AS viewerExists';

/** The answer of that column. */
export interface SeenViewer {
  viewerExists: number;
}

/** The user of an id. */
export function findViewer(query: Query, id: number): Promise<Viewer | null> {
  return query.row<Viewer>(`SELECT ${columns} FROM users WHERE id = ?`, [id]);
}

/** A user, with the hash of the password. */
export type UserWithPassword = Viewer & { password: string };

/** The user of an e-mail address. */
export function findByEmail(query: Query, email: string): Promise<UserWithPassword | null> {
  return query.row(`SELECT ${columns}, password FROM users WHERE email = ?`, [email]);
}

/** The user that the transaction has inserted. */
export function findNewUser(query: Query): Promise<UserWithPassword | null> {
  return query.row(`SELECT ${columns}, password FROM users WHERE id = LAST_INSERT_ID()`);
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

/** Changes the given columns of a user; no statement where none is given. */
export function updateUser(id: number, changes: UserChanges): Statement[] {
  const given = Object.entries(changes).filter((entry): entry is [string, string | null] => entry[1] !== undefined);
  if (given.length === 0) return [];
  const assignments = given.map(([column]) => `${column} = ?`).join(', ');
  const values = given.map(([, value]) => value);
  return [
    { sql: `UPDATE users SET ${assignments}, updated_at_ms = ? WHERE id = ?`, values: [...values, new Date(), id] },
  ];
}
