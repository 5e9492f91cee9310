import type { GroupMember } from './group.ts';
import { escapeText } from './sql-text.ts';

/** One binary log of a member. */
export interface BinaryLog {
  name: string;
  bytes: number;
}

/** A member keeps this much; another one that lacks older transactions is cloned. */
const mostLogBytes = 2 ** 30;

/** The oldest log that is kept, where there are older ones to remove; the log that is written now always stays. */
export function findOldestKept(logs: BinaryLog[], mostBytes: number): string | undefined {
  let bytes = 0;
  const tooMuch = logs.findLastIndex((log) => {
    bytes += log.bytes;
    return bytes > mostBytes;
  });
  const kept = Math.min(tooMuch + 1, logs.length - 1);
  return kept > 0 ? logs[kept]?.name : undefined;
}

/** Removes a member's oldest binary logs where all together are too large; gives the oldest log that is left of those. */
export async function trimLogs({ rows, run }: GroupMember, mostBytes = mostLogBytes): Promise<string | undefined> {
  const found = await rows<{ Log_name: string; File_size: number | string }>('SHOW BINARY LOGS');
  const logs = found.map((row) => ({ name: row.Log_name, bytes: Number(row.File_size) }));
  const oldest = findOldestKept(logs, mostBytes);
  if (oldest !== undefined) await run(`PURGE BINARY LOGS TO ${escapeText(oldest)}`);
  return oldest;
}
