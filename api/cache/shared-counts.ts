import { createHash } from 'node:crypto';
import { type AttemptCounts, type Count, type Counted, createOwnCounts } from '../http/attempt-counts.ts';
import type { Link } from './follow-valkey.ts';

// Both run as a whole: what two processes count at a time is counted one after the other.
const raiseScript = `
local counts = {}
for place, key in ipairs(KEYS) do
  local consumed = redis.call('INCR', key)
  local left = redis.call('PTTL', key)
  if left < 0 then
    left = tonumber(ARGV[place * 2])
    redis.call('PEXPIRE', key, left)
  end
  counts[place] = {consumed, left}
  if consumed > tonumber(ARGV[place * 2 - 1]) then break end
end
return counts`;
// A count that has ended meanwhile stays away: it would begin below nothing, and have no end.
const lowerScript = `
for _, key in ipairs(KEYS) do
  if redis.call('EXISTS', key) == 1 then redis.call('DECR', key) end
end`;

/**
 * Counts attempts for all processes together, in Valkey; in this process while Valkey is not there, or does not answer in time. It then
 * goes on from what Valkey told it last.
 */
export function createSharedCounts({ link }: { link(): Link | undefined }): AttemptCounts {
  const own = createOwnCounts();

  async function raiseAt(at: Link, counted: Counted[]): Promise<Count[]> {
    const numbers = counted.flatMap(({ limit }) => [String(limit.quota), String(limit.seconds * 1_000)]);
    const counts = readCounts(await at.send([...evaluate(raiseScript, counted), ...numbers]));
    for (const [place, count] of counts.entries()) await own.set(counted[place] as Counted, count);
    return counts;
  }

  return {
    async raise(counted) {
      const at = link();
      const counts = at && (await raiseAt(at, counted).catch(() => undefined));
      if (!at || !counts) return own.raise(counted);
      // Where the answer is lost, the attempt stands as it was counted.
      const lower = async (some: Counted[]) => {
        if (some.length === 0) return;
        await own.lower(some);
        await at.send(evaluate(lowerScript, some)).catch(() => undefined);
      };
      return { counts, lower };
    },
  };
}

const evaluate = (script: string, counted: Counted[]) => [
  'EVAL',
  script,
  String(counted.length),
  ...counted.map(renderKey),
];

/** Of the same length for every account, and no list of e-mail addresses. */
function renderKey({ limit, key }: Counted): string {
  return `limit:${limit.name}:${createHash('sha256').update(key).digest('base64url').slice(0, 22)}`;
}

const readCounts = (answer: unknown): Count[] =>
  (answer as [number, number][]).map(([consumed, msBeforeNext]) => ({ consumed, msBeforeNext }));
