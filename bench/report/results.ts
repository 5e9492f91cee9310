import type { LoginResult } from '../parts/logins.ts';
import type { MemoryResult } from '../parts/memory.ts';
import type { PageResult } from '../parts/page.ts';
import type { CaseResult } from './summarize.ts';

/** What one run of the benchmark has measured. Parts that were not asked for are not there. */
export interface Results {
  about: { date: string; machine: string; versions: Record<string, string>; settings: Record<string, unknown> };
  /** Routes by data set. */
  routes: Record<string, CaseResult[]>;
  /** How long the large data set took, and the memory of the process that made it. */
  largeData?: { seconds: number; memoryMb: number };
  logins?: LoginResult;
  memory?: MemoryResult;
  growth?: CaseResult[];
  encryption?: CaseResult[];
  page?: PageResult;
  /** The memory of the API's process after all of this. */
  apiMemoryMb?: number;
}
