/** A statement on its way, and who waits for its answer. */
export interface Pending {
  sql: string;
  resolve(response: [unknown, unknown]): void;
  reject(failure: Error): void;
}

/** The statement that records a write, and who hears that it did. */
export interface ChangeRecord {
  sql: string;
  onRecorded(): void;
}

/** What belongs together in a transaction: the statements of one write, and its record. */
export interface Share {
  record: ChangeRecord;
  asked: Pending[];
}

/** Brief writes do not wait for long texts, nor do long ones add up to more than a packet may be. */
const lengthAtMost = 1_000_000;

const readsOnly = /^\s*(?:select|with|\()/i;

/** Whether a statement changes nothing. */
export const isLook = (sql: string): boolean => readsOnly.test(sql);

/** Whether a statement changes only what hangs on the row that an earlier one has inserted, and nothing where it has not. */
const followsInsert = (sql: string): boolean => sql.includes('LAST_INSERT_ID()');

/**
 * Makes a whole transaction of several writes: the record of each comes after its first statement, which changes rows, and COMMIT after
 * everything. All are refused where another statement changes rows by itself: a record stands for the first, and the other would leave no trace.
 */
export function completeTransaction(shares: Share[], onCommit: (result: unknown) => void): Pending[] {
  if (!shares.every(hasOneChange)) return refuse(shares, onlyOneChange);
  if (shares.length > 1 && measure(shares) > lengthAtMost) return refuse(shares, 'Too long to travel together.');
  const committed = { sql: 'COMMIT', resolve: ([result]: [unknown, unknown]) => onCommit(result), reject: ignore };
  return [...shares.flatMap(addRecord), committed];
}

function hasOneChange({ asked: [first, ...rest] }: Share): boolean {
  return first !== undefined && !isLook(first.sql) && rest.every(({ sql }) => isLook(sql) || followsInsert(sql));
}

function addRecord({ asked, record }: Share): Pending[] {
  const resolve = ([result]: [unknown, unknown]) => {
    if ((result as { affectedRows: number }).affectedRows > 0) record.onRecorded();
  };
  return asked.toSpliced(1, 0, { sql: record.sql, resolve, reject: ignore });
}

const onlyOneChange =
  'Of statements that travel with COMMIT the first, and only the first, may change rows, or what hangs on LAST_INSERT_ID().';

const measure = (shares: Share[]) =>
  shares.flatMap(({ asked }) => asked).reduce((length, { sql }) => length + sql.length, 0);

function refuse(shares: Share[], reason: string): [] {
  const failure = new Error(reason);
  for (const { reject } of shares.flatMap(({ asked }) => asked)) reject(failure);
  return [];
}

const ignore = () => {};
