import { missingParentOf } from '../key-failures.ts';
import { ApiError, missing } from './api-error.ts';

/**
 * Between the look at a row and the write that refers to it, another request may have deleted it. The foreign key
 * notices; for the client the row was never there.
 */
export function explainMissingParent(error: unknown): unknown {
  const key = missingParentOf(error);
  if (key === null) return error;
  if (key.endsWith('_article_id_foreign')) return missing('article');
  if (key === 'follows_followed_id_foreign') return missing('profile');
  return new ApiError({ kind: 'unauthenticated', reason: 'orphaned' });
}
