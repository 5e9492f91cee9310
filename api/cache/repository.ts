import type { Query } from '../database/query.ts';

/** What the Sentinels call the Valkey of the lab: one primary with its replicas. */
export const primaryName = 'cache';

/** Where a Sentinel answers. */
export interface Sentinel {
  address: string;
  port: number;
}

/** The Sentinels of the lab; none where its profile cache is off. */
export function listSentinels(query: Query): Promise<Sentinel[]> {
  return query.rows<Sentinel>('SELECT address, port FROM cache_nodes ORDER BY name');
}
