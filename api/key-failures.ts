interface DatabaseError {
  errno?: number;
  sqlMessage?: string;
  message?: string;
}

/** The unique key a write ran into (`users_email_unique`), or null where it failed for another reason. */
export function duplicateKeyOf(error: unknown): string | null {
  const { errno, sqlMessage, message } = (error ?? {}) as DatabaseError;
  if (errno !== 1062) return null;
  return /for key '(?:[^'.]+\.)?([^']+)'$/.exec(sqlMessage ?? message ?? '')?.[1] ?? '';
}

/** The foreign key whose parent row is not there (`comments_article_id_foreign`), or null. */
export function missingParentOf(error: unknown): string | null {
  const { errno, sqlMessage, message } = (error ?? {}) as DatabaseError;
  if (errno !== 1452) return null;
  return /CONSTRAINT `([^`]+)`/.exec(sqlMessage ?? message ?? '')?.[1] ?? '';
}
