const [second, minute, hour] = [1, 60, 3_600];

/** How long after each failed attempt the next one comes: eleven in two days. */
const pausesS = [
  10 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  24 * hour,
];

/** Seconds until the attempt after this one; undefined where that was the last. */
export const pauseAfter = (attempts: number): number | undefined => pausesS[attempts - 1];

/** A delivery whose time has come, or that is under way. */
export interface DueDelivery {
  id: number;
  webhookId: number;
  /** Those that failed before this one. */
  attempts: number;
}

/** As many as a worker sends at a time, and to one webhook. */
export const mostUnderWay = 64;
export const mostOfWebhook = 2;

/** Of which deliveries a worker can take one now. */
export interface Room {
  /** Webhooks that get no further delivery at the moment. */
  full: number[];
  /** Whether only first attempts have a place. */
  onlyFresh: boolean;
}

/** The room that is left beside what is under way: of one webhook only a few, and of those that failed before only half of all. */
export function findRoom(underWay: DueDelivery[]): Room {
  const ids = underWay.map(({ webhookId }) => webhookId);
  const full = [...new Set(ids)].filter((id) => ids.filter((each) => each === id).length >= mostOfWebhook);
  return { full, onlyFresh: underWay.filter(({ attempts }) => attempts > 0).length >= mostUnderWay / 2 };
}

/** Which of those that are due a worker takes. */
export function chooseDue(due: DueDelivery[], underWay: DueDelivery[]): DueDelivery[] {
  const taken = [...underWay];
  for (const delivery of due) {
    if (taken.length >= mostUnderWay) break;
    const { full, onlyFresh } = findRoom(taken);
    if (!full.includes(delivery.webhookId) && !(onlyFresh && delivery.attempts > 0)) taken.push(delivery);
  }
  return taken.slice(underWay.length);
}
