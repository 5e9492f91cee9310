import type { Query } from '../database/database.ts';
import { change, selectRow } from '../rows.ts';
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

/** Makes one user follow another; nothing changes where that is so already. */
export async function follow(query: Query, followerId: number, followedId: number): Promise<void> {
  const now = new Date();
  await change(
    query,
    `INSERT INTO follows (follower_id, followed_id, created_at, updated_at) VALUES (?, ?, ?, ?)
         ON DUPLICATE KEY UPDATE followed_id = followed_id`,
    [followerId, followedId, now, now],
  );
}

/** Ends it; nothing changes where there is nothing to end. */
export async function unfollow(query: Query, followerId: number, followedId: number): Promise<void> {
  await change(query, 'DELETE FROM follows WHERE follower_id = ? AND followed_id = ?', [followerId, followedId]);
}
