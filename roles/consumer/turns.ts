/** An event's place among those of its key. */
export interface Place {
  key: string;
  version: number;
  /** One that is sent once more has had its place. */
  isAgain?: boolean;
}

interface Waiting<Event, Result> {
  event: Event;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** More of one key in a transaction would hold up what others have in it. */
const mostTogether = 32;

/**
 * Works on the events of a key one after the other, in the order of their versions; those that wait meanwhile and follow each other
 * are worked on together, with a result for each. Different keys do not wait for each other.
 */
export function createTurns<Event extends Place, Result>(work: (events: Event[]) => Promise<Result[]>) {
  const waitingOf = new Map<string, Waiting<Event, Result>[]>();

  async function workOff(key: string) {
    for (let waiting = waitingOf.get(key) ?? []; waiting.length > 0; waiting = waitingOf.get(key) ?? []) {
      const [together, later] = splitFollowing(waiting);
      waitingOf.set(key, later);
      await workOn(together, work);
    }
    waitingOf.delete(key);
  }

  return (event: Event) =>
    new Promise<Result>((resolve, reject) => {
      const waiting = waitingOf.get(event.key);
      if (waiting) return void waiting.push({ event, resolve, reject });
      waitingOf.set(event.key, [{ event, resolve, reject }]);
      // What RabbitMQ has sent in one packet comes before the first of it is worked on.
      setImmediate(workOff, event.key);
    });
}

async function workOn<Event, Result>(together: Waiting<Event, Result>[], work: (events: Event[]) => Promise<Result[]>) {
  try {
    const results = await work(together.map(({ event }) => event));
    for (const [place, { resolve }] of together.entries()) resolve(results[place] as Result);
  } catch (error) {
    for (const { reject } of together) reject(error);
  }
}

/** The first events by their versions that follow each other without a gap, and all others. */
function splitFollowing<Event extends Place, Result>(waiting: Waiting<Event, Result>[]) {
  const sorted = waiting.toSorted((one, other) => one.event.version - other.event.version);
  const end = sorted.findIndex(({ event }, index) => index > 0 && !follows(event, sorted[index - 1]?.event as Event));
  const length = Math.min(end < 0 ? sorted.length : end, mostTogether);
  return [sorted.slice(0, length), sorted.slice(length)] as const;
}

const follows = (event: Place, before: Place) =>
  !event.isAgain && !before.isAgain && event.version === before.version + 1;
