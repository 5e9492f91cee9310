import type { Endpoint } from '../scripts/settings/endpoints.ts';
import type { Account } from '../scripts/state/secrets.ts';

/** Numbers of a host that Prometheus can ask for. */
export interface MetricsSource {
  /** What kind of program they are of, such as mysql; the rules go by it. */
  job: string;
  /** What they are of, such as mysql-2. */
  instance: string;
  at: Endpoint;
  /** /metrics where it is left out. */
  path?: string;
  /** Parameters of the question. */
  parameters?: Record<string, string>;
  /** With whose name and password it is asked. */
  account?: Account;
  /** With which token it is asked. */
  token?: string | undefined;
  /** It is asked at least this many seconds apart, for what costs more than others to find out. */
  leastEveryS?: number;
  /** Further labels of all its numbers. */
  labels?: Record<string, string>;
}
