/** Longer than a connection to a frozen node of RabbitMQ is kept. */
const stallMs = 8_000;
/** So long a relay takes no partition: another one comes first. */
const restMs = 3_000;

/**
 * Says when a relay leaves its partitions to another: where it has told RabbitMQ nothing for a while, though there was something to
 * tell. It takes some again later, for the others may do no better.
 */
export function createStall(nowMs = () => performance.now()) {
  let sinceMs: number | undefined;
  let restUntilMs = Number.NEGATIVE_INFINITY;
  return {
    note({ isStuck }: { isStuck: boolean }): void {
      sinceMs = isStuck ? (sinceMs ?? nowMs()) : undefined;
    },
    isResting(): boolean {
      if (sinceMs !== undefined && nowMs() - sinceMs >= stallMs) {
        restUntilMs = nowMs() + restMs;
        sinceMs = undefined;
      }
      return nowMs() < restUntilMs;
    },
  };
}

export type Stall = ReturnType<typeof createStall>;
