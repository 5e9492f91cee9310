import type { LoginResult } from '../parts/logins.ts';
import type { MemoryResult } from '../parts/memory.ts';
import type { PriceResult } from '../parts/price.ts';
import type { CaseResult } from './summarize.ts';

/** Everything one run of the benchmark has measured; what was not asked for is not there. */
export interface Results {
  about: { date: string; machine: string; versions: Record<string, string>; settings: Record<string, unknown> };
  /** Routes by data set. */
  routes: Record<string, CaseResult[]>;
  /** How long the large data set took, and what the process that made it held at most. */
  largeData?: { seconds: number; memoryMb: number };
  logins?: LoginResult;
  memory?: MemoryResult;
  growth?: CaseResult[];
  way?: CaseResult[];
  price?: PriceResult;
  alone?: CaseResult[];
  processes?: CaseResult[];
  /** What the API's process held after all of this. */
  apiMemoryMb?: number;
}
