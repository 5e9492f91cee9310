import type { Query, Statement } from '../database/query.ts';
import { isViewerValid, type SeenViewer, valuesOf, viewerState } from '../users/repository.ts';
import type { Bearer } from '../users/tokens.ts';

/** A user as other users see them. */
export interface ProfileRow extends SeenViewer {
  id: number;
  username: string;
  bio: string | null;
  image: string | null;
  following: number;
}

/** The profile of a name, and whether the viewer follows it. */
export function findProfile(query: Query, username: string, viewer: Bearer): Promise<ProfileRow | null> {
  return query.row<ProfileRow>(
    `SELECT ${viewerState}, id, username, bio, image,
            EXISTS (SELECT 1 FROM follows WHERE follower_id = ? AND followed_id = users.id) AS following
       FROM users WHERE username = ?`,
    [...valuesOf(viewer), viewer.id, username],
  );
}

/** Makes a user follow another; changes nothing where that is so already, or where the other is the user. */
export function follow(username: string, viewer: Bearer): Statement {
  const now = new Date();
  return {
    sql: `INSERT INTO follows (follower_id, followed_id, created_at_ms, updated_at_ms)
     SELECT ?, id, ?, ? FROM users WHERE username = ? AND id <> ? AND ${isViewerValid}
         ON DUPLICATE KEY UPDATE followed_id = follows.followed_id`,
    values: [viewer.id, now, now, username, viewer.id, ...valuesOf(viewer)],
  };
}

/** Ends it; changes nothing where there is nothing to end. */
export function unfollow(username: string, viewer: Bearer): Statement {
  return {
    sql: `DELETE FROM follows WHERE follower_id = ? AND followed_id = (SELECT id FROM users WHERE username = ?)
       AND ${isViewerValid}`,
    values: [viewer.id, username, ...valuesOf(viewer)],
  };
}
