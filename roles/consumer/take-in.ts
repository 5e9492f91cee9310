import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '../../api/database/causality/position.ts';
import type { Database } from '../../api/database/database.ts';
import { DatabaseUnavailable, notBegun } from '../../api/database/failures/unavailable.ts';
import type { Query, Statement } from '../../api/database/query.ts';
import { type Envelope, parseEvent } from '../../api/events/schema.ts';
import { isAnyLeaseHeld } from '../relay/leases.ts';
import { listEffects } from './effects.ts';
import { findLast, layAside, takeBack, takeTurn } from './inbox.ts';

/** What became of an event; one that is given back is delivered again, and one that is early may be tried again later. */
export type Outcome = 'taken in' | 'seen before' | 'laid aside' | 'given back' | 'early';

const mostTries = 5;
const firstPauseMs = 100;
const outagePauseMs = 500;
const deadlineMs = 10_000;

export interface TakeInTools {
  name: string;
  database: Database;
  signal: AbortSignal;
  /** What was last written about a key: the next event must meet a member that has it, or it would seem early there. */
  written: Map<string, Position>;
  /** Events that no member took in in time: each may hold up others, and has a transaction of its own from then on. */
  late: WeakSet<Envelope>;
}

/** More keys than are under way at a time. */
const mostKeys = 1_000;

/**
 * Takes in events of one key that follow each other, each once and in its turn: in one transaction, or each for itself where one of
 * them fails. What fails again and again is laid aside with the reason.
 */
export async function takeInTogether(events: Envelope[], tools: TakeInTools): Promise<Outcome[]> {
  if (events.length > 1) {
    const outcome = await takeInAll(events, tools).catch(() => undefined);
    if (outcome !== undefined && outcome !== 'early') return events.map(() => outcome);
  }
  const outcomes: Outcome[] = [];
  // What comes after an early event is early, too.
  for (const event of events) outcomes.push(outcomes.includes('early') ? 'early' : await takeInOne(event, tools));
  return outcomes;
}

const takeInAll = async (events: Envelope[], tools: TakeInTools): Promise<Outcome> =>
  await changeInTurn(events.at(-1) as Envelope, tools, [...takeTurn(events), ...events.flatMap(listEffectsOf)]);

const listEffectsOf = (event: Envelope) => listEffects(parseEvent(event));

async function takeInOne(event: Envelope, tools: TakeInTools): Promise<Outcome> {
  try {
    return await tryAgain(event, tools, [...takeTurn([event]), ...listEffectsOf(event)]);
  } catch (error) {
    const outcome = await changeInTurn(event, tools, [...takeTurn([event]), layAside(event, (error as Error).message)]);
    return outcome === 'taken in' ? 'laid aside' : outcome;
  }
}

/** Takes in an event that was laid aside, whatever the turn of its key; it stays aside where it fails again. */
export async function takeInAgain(event: Envelope, tools: TakeInTools): Promise<Outcome> {
  try {
    return await tryAgain(event, tools, [...takeBack(event), ...listEffectsOf(event)], { isInTurn: true });
  } catch (error) {
    console.error(`${event.key}/${event.version} stays aside: ${(error as Error).message}`);
    return 'laid aside';
  }
}

type Try = (event: Envelope, tools: TakeInTools, statements: Statement[], options?: TurnOptions) => Promise<Outcome>;

interface TurnOptions {
  /** An event that changes nothing is not early, but was taken in before. */
  isInTurn?: boolean;
}

const tryAgain: Try = async (event, tools, statements, options) => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await changeInTurn(event, tools, statements, options);
    } catch (error) {
      if (tries === mostTries) throw error;
      await sleep(firstPauseMs * 2 ** (tries - 1));
    }
  }
};

/** Takes in events until this one. Waits for a database that is away; any other failure is the events'. */
const changeInTurn: Try = async (event, tools, statements, { isInTurn = false } = {}) => {
  while (!tools.signal.aborted) {
    const { hasChanged, last, isAway } = await changeOnce(event, tools, statements);
    if (hasChanged) return 'taken in';
    if (!isAway) return isInTurn || last >= event.version ? 'seen before' : 'early';
    await sleep(outagePauseMs);
  }
  return 'given back';
};

async function changeOnce(event: Envelope, { name, database, written, late }: TakeInTools, statements: Statement[]) {
  const { key } = event;
  const after = written.get(key);
  const session = database.session({ requestId: name, deadlineMs, ...(after && { after }) });
  const isAlone = late.has(event);
  const change = isAlone ? inSteps(statements) : statements;
  try {
    const { hasChanged, seen } = await session.write({ change, look: (query) => findLast(query, key) });
    keepWritten(written, key, session.written());
    return { hasChanged, last: seen, isAway: false };
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    const isTried = !notBegun.includes(error.message);
    if (isTried) late.add(event);
    if (isTried && isAlone && (await isTakingWrites({ name, database }))) throw error;
    return { hasChanged: false, last: 0, isAway: true };
  }
}

/** A change in steps shares its transaction with no other write. */
const inSteps = (statements: Statement[]) => async (query: Query) => {
  for (const { sql, values } of statements) await query.change(sql, values);
};

/** Whether the group does other work, which a relay's lease shows: it is renewed each second. In doubt the database is away. */
const isTakingWrites = ({ name, database }: Pick<TakeInTools, 'name' | 'database'>): Promise<boolean> =>
  database
    .session({ requestId: name, deadlineMs: 1_000 })
    .read(isAnyLeaseHeld)
    .catch(() => false);

// The oldest key goes first: a member that lags is only waited for a little longer then.
function keepWritten(written: Map<string, Position>, key: string, position: Position | undefined) {
  if (!position) return;
  written.delete(key);
  written.set(key, position);
  const [oldest] = written.keys();
  if (written.size > mostKeys && oldest !== undefined) written.delete(oldest);
}
