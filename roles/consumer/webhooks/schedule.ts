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

/** A delivery whose time has come. */
export interface DueDelivery {
  id: number;
  webhookId: number;
  attempts: number;
}

/** As many as a worker sends at a time, and to one webhook. */
export const mostUnderWay = 64;
export const mostOfWebhook = 2;

/** Which of those that are due a worker takes: of one webhook only a few, and of those that failed before only half of all. */
export function chooseDue(due: DueDelivery[], underWay: DueDelivery[]): DueDelivery[] {
  const taken = [...underWay];
  for (const delivery of due) {
    const ofWebhook = taken.filter(({ webhookId }) => webhookId === delivery.webhookId).length;
    const failedBefore = taken.filter(({ attempts }) => attempts > 0).length;
    const isFull = delivery.attempts > 0 && failedBefore >= mostUnderWay / 2;
    if (taken.length < mostUnderWay && ofWebhook < mostOfWebhook && !isFull) taken.push(delivery);
  }
  return taken.slice(underWay.length);
}
