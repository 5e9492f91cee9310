import type { Query } from '../database/query.ts';

/** Where a Sentinel answers. */
export interface Sentinel {
  address: string;
  port: number;
}

/** The Sentinels of the lab; none where its profile cache is off. */
export function listSentinels(query: Query): Promise<Sentinel[]> {
  return query.rows<Sentinel>('SELECT address, port FROM cache_nodes ORDER BY name');
}
