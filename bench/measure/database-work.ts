/** What a member counts of the application's account. */
export interface Counts {
  statements: number;
  roundTrips: number;
  rowsExamined: number;
}

/** Runs a statement on every member and gives the rows of all. */
export type AskMembers = (sql: string) => Promise<Record<string, unknown>[]>;

/**
 * What the application's account has asked of all members so far. A connection waits idle once before each packet, so
 * that the idle events are its round trips.
 */
export async function readCounts(ask: AskMembers, username: string): Promise<Counts> {
  const [statements, idle] = await Promise.all([
    ask(`SELECT COALESCE(SUM(COUNT_STAR), 0) AS statements, COALESCE(SUM(SUM_ROWS_EXAMINED), 0) AS rowsExamined
           FROM performance_schema.events_statements_summary_by_user_by_event_name
          WHERE USER = '${username}' AND EVENT_NAME LIKE 'statement/sql/%'`),
    ask(`SELECT COALESCE(SUM(COUNT_STAR), 0) AS roundTrips
           FROM performance_schema.events_waits_summary_by_user_by_event_name
          WHERE USER = '${username}' AND EVENT_NAME = 'idle'`),
  ]);
  const sum = (rows: Record<string, unknown>[], name: string) =>
    rows.reduce((total, row) => total + Number(row[name]), 0);
  return {
    statements: sum(statements, 'statements'),
    roundTrips: sum(idle, 'roundTrips'),
    rowsExamined: sum(statements, 'rowsExamined'),
  };
}

/**
 * What one request costs the database: the least of some rounds, because the API's own upkeep (idle checks, removal of
 * old operations) falls into a round now and then.
 */
export async function countWork(
  { ask, username }: { ask: AskMembers; username: string },
  requests: (() => Promise<unknown>)[],
  rounds = 3,
): Promise<Counts> {
  const seen: Counts[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = await readCounts(ask, username);
    for (const request of requests) await request();
    const after = await readCounts(ask, username);
    seen.push({
      statements: after.statements - before.statements,
      roundTrips: after.roundTrips - before.roundTrips,
      rowsExamined: after.rowsExamined - before.rowsExamined,
    });
  }
  const least = (name: keyof Counts) => Math.min(...seen.map((counts) => counts[name])) / requests.length;
  return {
    statements: least('statements'),
    roundTrips: least('roundTrips'),
    rowsExamined: least('rowsExamined'),
  };
}
