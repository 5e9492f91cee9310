import type { Query } from '../database/database.ts';
import { change, selectRow } from '../rows.ts';

/** A user as they see themselves. */
export interface Viewer {
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
export type UserChanges = Partial<Omit<Viewer, 'id'> & { password: string }>;

const columns = 'id, username, email, bio, image';

/** Whether there is a user of an id, as a column of a statement about something else. */
export const viewerExists = 'EXISTS (SELECT 1 FROM users viewer WHERE viewer.id = ?) AS viewerExists';

/** The answer of that column. */
export interface SeenViewer {
  viewerExists: number;
}

/** The user of an id. */
export function findViewer(query: Query, id: number): Promise<Viewer | null> {
  return selectRow<Viewer>(query, `SELECT ${columns} FROM users WHERE id = ?`, [id]);
}

/** The user of an e-mail address, with the hash of the password. */
export function findByEmail(query: Query, email: string): Promise<(Viewer & { password: string }) | null> {
  return selectRow(query, `SELECT ${columns}, password FROM users WHERE email = ?`, [email]);
}

/** Which of the two names somebody else already has. */
export async function findTaken(query: Query, names: Names, exceptId = 0): Promise<('username' | 'email')[]> {
  const row = await selectRow<Record<'username' | 'email', number>>(
    query,
    `SELECT EXISTS (SELECT 1 FROM users WHERE username = ? AND id <> ?) AS username,
            EXISTS (SELECT 1 FROM users WHERE email = ? AND id <> ?) AS email`,
    [names.username ?? null, exceptId, names.email ?? null, exceptId],
  );
  return (['username', 'email'] as const).filter((field) => row?.[field]);
}

/** The names of a user that nobody else may have. */
export interface Names {
  username?: string | undefined;
  email?: string | undefined;
}

/** Stores a new user. */
export async function createUser(query: Query, { username, email, passwordHash }: NewUser): Promise<Viewer> {
  const now = new Date();
  const { insertId } = await change(
    query,
    'INSERT INTO users (username, email, password, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
    [username, email, passwordHash, now, now],
  );
  return { id: insertId, username, email, bio: null, image: null };
}

/** Changes the given columns of a user and returns the user; null where there is none any more. */
export async function updateUser(query: Query, id: number, changes: UserChanges): Promise<Viewer | null> {
  const given = Object.entries(changes).filter((entry): entry is [string, string | null] => entry[1] !== undefined);
  if (given.length > 0) {
    const assignments = given.map(([column]) => `${column} = ?`).join(', ');
    const values = given.map(([, value]) => value);
    await change(query, `UPDATE users SET ${assignments}, updated_at = ? WHERE id = ?`, [...values, new Date(), id]);
  }
  return findViewer(query, id);
}
