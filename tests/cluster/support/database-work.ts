import type { TestLab } from './lab.ts';

/** What an account has asked of all members, as they count it themselves. */
export interface DatabaseWork {
  statements: number;
  roundTrips: number;
  rowsExamined: number;
}

/**
 * The work of one request: the least of five rounds, because upkeep of the API (idle checks, removal of old operations)
 * falls into a round now and then.
 */
export async function measureWork(testLab: TestLab, requests: (() => Promise<unknown>)[]): Promise<DatabaseWork> {
  const rounds: DatabaseWork[] = [];
  for (let round = 0; round < 5; round += 1) {
    const before = await readWork(testLab);
    for (const request of requests) await request();
    const after = await readWork(testLab);
    rounds.push({
      statements: after.statements - before.statements,
      roundTrips: after.roundTrips - before.roundTrips,
      rowsExamined: after.rowsExamined - before.rowsExamined,
    });
  }
  const least = (name: keyof DatabaseWork) => Math.min(...rounds.map((work) => work[name])) / requests.length;
  return {
    statements: least('statements'),
    roundTrips: least('roundTrips'),
    rowsExamined: least('rowsExamined'),
  };
}

// A connection is idle once before each packet: its idle events are its round trips.
async function readWork({ lab, rows }: TestLab): Promise<DatabaseWork> {
  const isApplication = `USER = '${lab.secrets.application.username}'`;
  const sql = `SELECT
    (SELECT COALESCE(SUM(COUNT_STAR), 0) FROM performance_schema.events_statements_summary_by_user_by_event_name
      WHERE ${isApplication} AND EVENT_NAME LIKE 'statement/sql/%') AS statements,
    (SELECT COALESCE(SUM(SUM_ROWS_EXAMINED), 0) FROM performance_schema.events_statements_summary_by_user_by_event_name
      WHERE ${isApplication} AND EVENT_NAME LIKE 'statement/sql/%') AS rowsExamined,
    (SELECT COALESCE(SUM(COUNT_STAR), 0) FROM performance_schema.events_waits_summary_by_user_by_event_name
      WHERE ${isApplication} AND EVENT_NAME = 'idle') AS roundTrips`;
  const { members } = lab.target.endpoints;
  const counted = (await Promise.all(members.map(({ name }) => rows(name, sql)))).flat();
  const sum = (name: keyof DatabaseWork) => counted.reduce((total, row) => total + Number(row[name]), 0);
  return { statements: sum('statements'), roundTrips: sum('roundTrips'), rowsExamined: sum('rowsExamined') };
}
