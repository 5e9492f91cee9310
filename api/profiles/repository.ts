import type { Query, Statement } from '../database/query.ts';
import { type SeenViewer, viewerExists } from '../users/repository.ts';

/** A user as other users see them. */
export interface ProfileRow extends SeenViewer {
  id: number;
  username: string;
  bio: string | null;
  image: string | null;
  following: number;
}

/** The profile of a name, and whether the viewer follows it. */
export function findProfile(query: Query, username: string, viewerId: number): Promise<ProfileRow | null> {
  return query.row<ProfileRow>(
    `SELECT ${viewerExists}, id, username, bio, image,
            EXISTS (SELECT 1 FROM follows WHERE follower_id = ? AND followed_id = users.id) AS following
       FROM users WHERE username = ?`,
    [viewerId, viewerId, username],
  );
}

/** Makes a user follow another; changes nothing where that is so already, or where the other is the user. */
export function follow(username: string, followerId: number): Statement {
  const now = new Date();
  return {
    sql: `INSERT INTO follows (follower_id, followed_id, created_at_ms, updated_at_ms)
     SELECT ?, id, ?, ? FROM users WHERE username = ? AND id <> ?
         ON DUPLICATE KEY UPDATE followed_id = follows.followed_id`,
    values: [followerId, now, now, username, followerId],
  };
}

/** Ends it; changes nothing where there is nothing to end. */
export function unfollow(username: string, followerId: number): Statement {
  return {
    sql: 'DELETE FROM follows WHERE follower_id = ? AND followed_id = (SELECT id FROM users WHERE username = ?)',
    values: [followerId, username],
  };
}
