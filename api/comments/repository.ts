import type { Query } from '../database/database.ts';
import { change, selectRow, selectRows } from '../rows.ts';
import { type SeenViewer, viewerExists } from '../users/repository.ts';

/** A comment with its author. */
export interface CommentRow {
  id: number;
  body: string;
  createdAt: Date | null;
  updatedAt: Date | null;
  username: string;
  bio: string | null;
  image: string | null;
  following: number | boolean;
}

/** Comments, and whether their viewer exists. */
export interface CommentList extends SeenViewer {
  comments: CommentRow[];
}

/** The comments of a slug's article, newest first; null where there is no such article. */
export async function listComments(query: Query, slug: string, viewerId: number): Promise<CommentList | null> {
  const rows = await selectRows<(CommentRow | { id: null }) & SeenViewer>(
    query,
    `SELECT ${viewerExists}, c.id, c.body, c.created_at AS createdAt, c.updated_at AS updatedAt, u.username, u.bio, u.image,
            EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = ? AND w.followed_id = c.user_id) AS following
       FROM articles a
       LEFT JOIN comments c ON c.article_id = a.id
       LEFT JOIN users u ON u.id = c.user_id
      WHERE a.slug = ?
      ORDER BY c.created_at DESC, c.id DESC`,
    [viewerId, viewerId, slug],
  );
  const [first] = rows;
  if (first === undefined) return null;
  const comments = rows.filter((row): row is CommentRow & SeenViewer => row.id !== null);
  return { comments, viewerExists: first.viewerExists };
}

/** A comment's place and author; `commentId` is null where the article has no such comment. */
export interface CommentOwnership extends SeenViewer {
  commentId: number | null;
  userId: number | null;
}

/** Whose comment of a slug's article it is; null where there is no such article. */
export function findCommentOwnership(
  query: Query,
  slug: string,
  { commentId, viewerId }: { commentId: number; viewerId: number },
): Promise<CommentOwnership | null> {
  return selectRow(
    query,
    `SELECT ${viewerExists}, c.id AS commentId, c.user_id AS userId
       FROM articles a LEFT JOIN comments c ON c.article_id = a.id AND c.id = ? WHERE a.slug = ?`,
    [viewerId, commentId, slug],
  );
}

/** What is stored for a new comment. */
export interface NewComment {
  userId: number;
  slug: string;
  body: string;
}

/** A comment of the viewer's own. */
export type OwnComment = CommentRow & SeenViewer;

const own = '1 AS viewerExists, 0 AS following, username, bio, image';

/** Stores a new comment; null where there is no such article. Comments on one article wait for each other: in the group they would collide. */
export async function createComment(query: Query, { userId, slug, body }: NewComment): Promise<OwnComment | null> {
  const createdAt = new Date();
  const insert = change(
    query,
    `INSERT INTO comments (user_id, article_id, body, created_at, updated_at)
     SELECT ?, id, ?, ?, ? FROM articles WHERE slug = ? FOR UPDATE`,
    [userId, body, createdAt, createdAt, slug],
  );
  const author = selectRow<OwnComment>(query, `SELECT ${own} FROM users WHERE id = ?`, [userId]);
  const [{ insertId }, seen] = await Promise.all([insert, author]);
  return seen && insertId > 0 ? { ...seen, id: insertId, body, createdAt, updatedAt: createdAt } : null;
}

/** A user's own comment on an article, by its id. */
export function findOwnComment(
  query: Query,
  { id, userId, slug }: { id: number; userId: number; slug: string },
): Promise<OwnComment | null> {
  return selectRow<OwnComment>(
    query,
    `SELECT ${own}, c.id, c.body, c.created_at AS createdAt, c.updated_at AS updatedAt
       FROM comments c JOIN users ON users.id = c.user_id JOIN articles a ON a.id = c.article_id
      WHERE c.id = ? AND c.user_id = ? AND a.slug = ?`,
    [id, userId, slug],
  );
}

/** Deletes a comment; false where it is gone already. */
export async function deleteComment(query: Query, id: number): Promise<boolean> {
  const { affectedRows } = await change(query, 'DELETE FROM comments WHERE id = ?', [id]);
  return affectedRows > 0;
}
