/** How far a transaction was when something failed; COMMIT is sent in one packet with statements before it. */
export type Phase = 'working' | 'commit sent';

/**
 * What a failure means for the caller: `safe` nothing was committed, run it again; `unknown` it may have been committed,
 * settle it first; `final` the database's answer, hand it on; `schema` the database itself is not as it must be.
 */
export type FailureMeaning = 'safe' | 'unknown' | 'final' | 'schema';

/** What the classification looks at; mysql2's errors and those of this folder have these fields. */
export interface FailureFields {
  code?: string;
  errno?: number;
  message?: string;
}

/** An error with these fields. */
export type DatabaseFailure = Error & FailureFields;

interface Row {
  name: string;
  before: FailureMeaning;
  committing: FailureMeaning;
  keepsConnection: boolean;
}

const row = (name: string, before: FailureMeaning, committing: FailureMeaning, keepsConnection = false): Row => {
  return { name, before, committing, keepsConnection };
};

/** Answers of the server. What is not here is the answer to a statement. */
const serverAnswers: ReadonlyMap<number, Row> = new Map([
  [1213, row('deadlock', 'safe', 'safe', true)],
  [1205, row('lock wait timeout', 'safe', 'safe', true)],
  [3024, row('statement took too long', 'safe', 'unknown', true)],
  [1290, row('member is read-only', 'safe', 'safe')],
  [1836, row('member is read-only', 'safe', 'safe')],
  [1792, row('member is read-only', 'safe', 'safe')],
  [3796, row('member does not serve', 'safe', 'safe')],
  [3797, row('member does not serve', 'safe', 'safe')],
  [3799, row('member does not serve', 'safe', 'safe')],
  [1040, row('too many connections', 'safe', 'safe')],
  [1203, row('too many connections', 'safe', 'safe')],
  [3032, row('member is offline', 'safe', 'unknown')],
  [1053, row('member shuts down', 'safe', 'unknown')],
  [4031, row('connection closed for idleness', 'safe', 'safe')],
  [1317, row('statement was interrupted', 'safe', 'unknown')],
  [3169, row('session was killed', 'safe', 'unknown')],
  [3100, row('group refused the commit', 'safe', 'unknown')],
  [3101, row('conflict with another member', 'safe', 'unknown', true)],
  [1180, row('error during commit', 'safe', 'unknown', true)],
  [3098, row('table breaks a rule of the group', 'schema', 'schema', true)],
  [1044, row('access denied', 'schema', 'schema')],
  [1045, row('access denied', 'schema', 'schema')],
  [1049, row('database is missing', 'schema', 'schema')],
  [1054, row('column is missing', 'schema', 'schema', true)],
  [1142, row('access denied', 'schema', 'schema', true)],
  [1146, row('table is missing', 'schema', 'schema', true)],
]);

/** Failures on this side of the wire. What is not here, and not the server's answer, is a lost connection. */
const clientFailures: ReadonlyMap<string, Row> = new Map([
  ['PROTOCOL_SEQUENCE_TIMEOUT', row('no answer in time', 'safe', 'unknown')],
  ['CONNECTION_CLOSED', row('connection was closed before', 'safe', 'safe')],
]);

const behind = row('member has not caught up', 'safe', 'safe', true);
const lost = row('connection lost', 'safe', 'unknown');
const answered = row('answer of the database', 'final', 'unknown', true);

function findRow(failure: FailureFields): Row {
  if (isBehind(failure)) return behind;
  if (failure.errno !== undefined && failure.errno > 0) return serverAnswers.get(failure.errno) ?? answered;
  return clientFailures.get(failure.code ?? '') ?? lost;
}

/** Says what a failure means in the phase in which it came. */
export function classifyFailure(failure: FailureFields, phase: Phase): FailureMeaning {
  const found = findRow(failure);
  // An answer is most probably a statement's; only the operation's own row says that an earlier try was committed.
  if (phase === 'working' || (found === answered && !isOperationTaken(failure))) return found.before;
  return found.committing;
}

/** Says whether the packet's wait for GTIDs ended before the member had applied them: EXP() of it was out of range. */
export function isBehind({ errno, message = '' }: FailureFields): boolean {
  return errno === 1690 && message.includes('wait_for_executed_gtid_set');
}

function isOperationTaken({ errno, message = '' }: FailureFields): boolean {
  return errno === 1062 && message.includes("'operations.PRIMARY'");
}

/** Says whether the connection on which this failure came may serve another request. */
export function keepsConnection(failure: FailureFields): boolean {
  return findRow(failure).keepsConnection;
}

/** Says whether another member's transaction was first; the members agree on that when COMMIT is sent. */
export function isConflict({ errno }: FailureFields): boolean {
  return errno === 3101;
}

/** Names a failure in a few words, for metrics and the log. */
export function nameFailure(failure: FailureFields): string {
  return findRow(failure).name;
}

/** Makes a failure of this side of the wire, with a code that the table above knows. */
export function createFailure(code: string, message: string, cause?: unknown): DatabaseFailure {
  return Object.assign(new Error(message, { cause }), { code });
}
