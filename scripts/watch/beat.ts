export const intervalMs = 200;
const leastMs = 20;

/** A program that runs beside the service that it watches takes no more of a processor than this, however slow that is. */
const mostOfProcessor = 0.2;

/** Tells after each sample, which took so long, how long to rest. A modest one counts what this program computes. */
export function createBeat({ isModest = false }: { isModest?: boolean | undefined }) {
  let before = process.cpuUsage();
  return (tookMs: number) => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    return decideRest({ tookMs, computedMs: isModest ? (user + system) / 1_000 : 0 });
  };
}

/** Five samples in a second, or fewer where they cost too much. */
export const decideRest = ({ tookMs, computedMs }: { tookMs: number; computedMs: number }) =>
  Math.max(leastMs, intervalMs - tookMs, computedMs / mostOfProcessor - tookMs);
