import type { Case } from '../cases.ts';
import type { Running } from '../contestants/contestant.ts';
import type { BenchLab } from '../lab.ts';
import { fire } from '../measure/fire.ts';
import { readMemoryMb } from '../measure/process.ts';

/** What the API's process held after each minute of a steady load. */
export interface MemoryResult {
  minutes: number[];
  requests: number;
  failed: number;
  perSecond: number;
}

interface MemoryOptions {
  minutes: number;
  perSecond: number;
  onProgress(line: string): void;
}

/** A case at a steady rate, a minute after the other. */
export async function measureMemory(
  { readWorld }: BenchLab,
  { url, pid }: Running,
  { requests }: Case,
  { minutes, perSecond, onProgress }: MemoryOptions,
): Promise<MemoryResult> {
  const target = { url, requests: requests(await readWorld()), connections: 20, seconds: 60, rate: perSecond };
  const result: MemoryResult = { minutes: [], requests: 0, failed: 0, perSecond };
  for (let minute = 1; minute <= minutes; minute += 1) {
    onProgress(`minute ${minute} of ${minutes}`);
    const volley = await fire(target);
    result.requests += volley.requests;
    result.failed += volley.failed;
    result.minutes.push(readMemoryMb(pid));
  }
  return result;
}
