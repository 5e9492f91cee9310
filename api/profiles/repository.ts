import type { Query } from '../database/database.ts';
import { after, change, selectRow } from '../rows.ts';
import { type SeenViewer, viewerExists } from '../users/repository.ts';

/** A user as somebody else sees them. */
export interface ProfileRow extends SeenViewer {
  id: number;
  username: string;
  bio: string | null;
  image: string | null;
  following: number;
}

/** The profile of a name, and whether the viewer follows it. */
export function findProfile(query: Query, username: string, viewerId: number): Promise<ProfileRow | null> {
  return selectRow<ProfileRow>(
    query,
    `SELECT ${viewerExists}, id, username, bio, image,
            EXISTS (SELECT 1 FROM follows WHERE follower_id = ? AND followed_id = users.id) AS following
       FROM users WHERE username = ?`,
    [viewerId, viewerId, username],
  );
}

/** Makes a user follow another, and shows whom; nothing changes where that is so already, nobody follows oneself. */
export function follow(query: Query, username: string, followerId: number): Promise<ProfileRow | null> {
  const now = new Date();
  const start = change(
    query,
    `INSERT INTO follows (follower_id, followed_id, created_at, updated_at)
     SELECT ?, id, ?, ? FROM users WHERE username = ? AND id <> ?
         ON DUPLICATE KEY UPDATE followed_id = follows.followed_id`,
    [followerId, now, now, username, followerId],
  );
  return after(start, findProfile(query, username, followerId));
}

/** Ends it, and shows whom the user followed; nothing changes where there is nothing to end. */
export function unfollow(query: Query, username: string, followerId: number): Promise<ProfileRow | null> {
  const end = change(
    query,
    'DELETE FROM follows WHERE follower_id = ? AND followed_id = (SELECT id FROM users WHERE username = ?)',
    [followerId, username],
  );
  return after(end, findProfile(query, username, followerId));
}
