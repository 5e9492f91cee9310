/** A statement on its way, and who waits for its answer. */
export interface Pending {
  sql: string;
  resolve(response: [unknown, unknown]): void;
  reject(failure: Error): void;
}

const readsOnly = /^\s*(?:select|with|\()/i;

/** Whether a statement changes nothing. */
export const isLook = (sql: string): boolean => readsOnly.test(sql);

/**
 * Makes statements that start together a whole transaction: `record` comes after the first of them, which changes rows, and COMMIT at the
 * end. All are refused where a later one changes rows, too: `record` stands for the first alone, and the other would leave no trace.
 */
export function completeTransaction(asked: Pending[], record: string, onCommit: (result: unknown) => void): Pending[] {
  const [first, ...looks] = asked;
  if (first === undefined || !looks.every(({ sql }) => isLook(sql))) return refuse(asked);
  const recorded = { sql: record, resolve: ignore, reject: ignore };
  const committed = { sql: 'COMMIT', resolve: ([result]: [unknown, unknown]) => onCommit(result), reject: ignore };
  return [first, recorded, ...looks, committed];
}

function refuse(asked: Pending[]): [] {
  const failure = new Error('Of statements that travel with COMMIT only the first may change rows.');
  for (const { reject } of asked) reject(failure);
  return [];
}

const ignore = () => {};
