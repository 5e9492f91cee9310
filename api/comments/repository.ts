import { readLight, renderShortText, type WeighedRow } from '../articles/light-page.ts';
import type { Page } from '../articles/selection.ts';
import type { Query, Statement } from '../database/query.ts';
import type { Resource } from '../http/api-error.ts';
import { isViewerValid, type SeenViewer, valuesOf, viewerState } from '../users/repository.ts';
import type { Bearer } from '../users/tokens.ts';

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

/** A page of comments, and whether their viewer exists. */
export interface CommentPage extends SeenViewer {
  comments: CommentRow[];
  /** Whether there are comments behind this page. */
  hasMore: boolean;
}

type StoredRow = Omit<CommentRow, 'body'> & WeighedRow & SeenViewer;

/** One page of the comments of a slug's article, newest first; null where there is no such article. */
export async function listComments(
  query: Query,
  { slug, viewer, limit, offset }: { slug: string; viewer: Bearer } & Page,
): Promise<CommentPage | null> {
  // One row more than wanted tells whether there are any behind.
  const rows = await query.rows<StoredRow | (SeenViewer & { id: null })>(
    `SELECT ${viewerState}, c.id, ${renderShortText('c.body', limit)}, c.created_at_ms AS createdAt, c.updated_at_ms AS updatedAt,
            u.username, u.bio, u.image,
            EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = ? AND w.followed_id = c.user_id) AS following
       FROM articles a
       LEFT JOIN (SELECT id FROM comments WHERE article_id = (SELECT id FROM articles WHERE slug = ?)
                   ORDER BY created_at_ms DESC, id DESC LIMIT ? OFFSET ?) page ON TRUE
       LEFT JOIN comments c ON c.id = page.id
       LEFT JOIN users u ON u.id = c.user_id
      WHERE a.slug = ?
      ORDER BY c.created_at_ms DESC, c.id DESC`,
    [...valuesOf(viewer), viewer.id, slug, limit + 1, offset, slug],
  );
  const [first] = rows;
  if (first === undefined) return null;
  const found = rows.filter((row) => row.id !== null);
  const comments = await readLight(query, 'comments', found.slice(0, limit));
  return { comments, hasMore: found.length > comments.length, viewer: first.viewer };
}

/** Whose comment it is; `absent` where the article has no such comment. */
export interface CommentOwnership extends SeenViewer {
  userId: number | null;
  absent: Resource | null;
}

/** Which comment of which article, for which viewer. */
export interface CommentPlace {
  slug: string;
  commentId: number;
  viewer: Bearer;
}

/** Whose comment of a slug's article it is; null where there is no such article. */
export function findCommentOwnership(
  query: Query,
  { slug, commentId, viewer }: CommentPlace,
): Promise<CommentOwnership | null> {
  return query.row(
    `SELECT ${viewerState}, c.user_id AS userId, IF(c.id IS NULL, 'comment', NULL) AS absent
       FROM articles a LEFT JOIN comments c ON c.article_id = a.id AND c.id = ? WHERE a.slug = ?`,
    [...valuesOf(viewer), commentId, slug],
  );
}

/** What is stored for a new comment. */
export interface NewComment {
  viewer: Bearer;
  slug: string;
  body: string;
}

/** Stores a new comment where there is such an article. It locks the article, or comments on it would conflict in the group. */
export function createComment({ viewer, slug, body }: NewComment): Statement {
  const now = new Date();
  return {
    sql: `INSERT INTO comments (user_id, article_id, body, created_at_ms, updated_at_ms)
     SELECT ?, id, ?, ?, ? FROM articles WHERE slug = ? AND ${isViewerValid} FOR UPDATE`,
    values: [viewer.id, body, now, now, slug, ...valuesOf(viewer)],
  };
}

/** The comment that the user's transaction has inserted on a slug's article. */
export function findNewComment(
  query: Query,
  { viewer, slug }: { viewer: Bearer; slug: string },
): Promise<(CommentRow & SeenViewer) | null> {
  return query.row(
    `SELECT ${viewerState}, 0 AS following, users.username, users.bio, users.image,
            c.id, c.body, c.created_at_ms AS createdAt, c.updated_at_ms AS updatedAt
       FROM comments c JOIN users ON users.id = c.user_id JOIN articles a ON a.id = c.article_id
      WHERE c.id = LAST_INSERT_ID() AND c.user_id = ? AND a.slug = ?`,
    [...valuesOf(viewer), viewer.id, slug],
  );
}

/** Deletes a comment of the viewer's own; changes nothing where it is not there or another user's. */
export function deleteComment({ slug, commentId, viewer }: CommentPlace): Statement {
  return {
    sql: `DELETE FROM comments WHERE id = ? AND user_id = ? AND article_id = (SELECT id FROM articles WHERE slug = ?)
       AND ${isViewerValid}`,
    values: [commentId, viewer.id, slug, ...valuesOf(viewer)],
  };
}
