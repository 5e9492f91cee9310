import type { BenchLab } from '../lab.ts';
import { readMemoryMb } from '../measure/process-usage.ts';
import { sendLoad } from '../measure/send-load.ts';
import type { Case } from '../requests/cases.ts';
import type { RunningServer } from '../servers/server-process.ts';

/** The memory of the API's process after each minute of a steady load. */
export interface MemoryResult {
  /** Megabytes. */
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

/** Sends a case at a steady rate and reads the memory after each minute. */
export async function measureMemory(
  { readSample }: BenchLab,
  { url, pid }: RunningServer,
  { requests }: Case,
  { minutes, perSecond, onProgress }: MemoryOptions,
): Promise<MemoryResult> {
  const load = { url, requests: requests(await readSample()), connections: 20, seconds: 60, rate: perSecond };
  const result: MemoryResult = { minutes: [], requests: 0, failed: 0, perSecond };
  for (let minute = 1; minute <= minutes; minute += 1) {
    onProgress(`minute ${minute} of ${minutes}`);
    const round = await sendLoad(load);
    result.requests += round.requests;
    result.failed += round.failed;
    result.minutes.push(readMemoryMb(pid));
  }
  return result;
}
