/** A statement on its way, and who waits for its answer. */
export interface Pending {
  sql: string;
  resolve(response: [unknown, unknown]): void;
  reject(failure: Error): void;
}

/** What belongs together in a transaction: the statements of one write, and the one that records it. */
export interface Share {
  record: string;
  asked: Pending[];
}

const readsOnly = /^\s*(?:select|with|\()/i;

/** Whether a statement changes nothing. */
export const isLook = (sql: string): boolean => readsOnly.test(sql);

/**
 * Makes a whole transaction of several writes: the record of each comes after its first statement, which changes rows, and COMMIT after
 * everything. All are refused where another statement changes rows, too: a record stands for the first alone, and the other would leave no trace.
 */
export function completeTransaction(shares: Share[], onCommit: (result: unknown) => void): Pending[] {
  if (!shares.every(hasOneChange)) return refuse(shares);
  const committed = { sql: 'COMMIT', resolve: ([result]: [unknown, unknown]) => onCommit(result), reject: ignore };
  return [...shares.flatMap(addRecord), committed];
}

function hasOneChange({ asked: [first, ...looks] }: Share): boolean {
  return first !== undefined && !isLook(first.sql) && looks.every(({ sql }) => isLook(sql));
}

function addRecord({ asked, record }: Share): Pending[] {
  return asked.toSpliced(1, 0, { sql: record, resolve: ignore, reject: ignore });
}

function refuse(shares: Share[]): [] {
  const failure = new Error('Of statements that travel with COMMIT the first, and only the first, may change rows.');
  for (const { reject } of shares.flatMap(({ asked }) => asked)) reject(failure);
  return [];
}

const ignore = () => {};
