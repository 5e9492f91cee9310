import type { Query } from '../database/query.ts';

/** Whether the profile is on: `./lab remove events` takes the partitions from the relays, and `./lab add events` gives them free. */
export async function areEventsOn(query: Query): Promise<boolean> {
  return (await query.row("SELECT 1 AS found FROM event_leases WHERE holder <> '' LIMIT 1")) !== null;
}
