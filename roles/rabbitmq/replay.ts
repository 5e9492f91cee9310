import { schemaNumber } from '../../api/events/schema.ts';
import type { LaidAside } from '../../scripts/database/event-queue.ts';
import type { LabView } from '../view.ts';
import { postManagement } from './management.ts';
import { askAnyNode } from './queue-status.ts';
import { exchange } from './topology.ts';

/** Publishes an event that was laid aside once more; the consumer takes it back, once, however often that is done. */
export const replayEvent = (view: LabView, event: LaidAside): Promise<void> =>
  publishByHand(view, event, { headers: { replay: true } });

/** One that says no schema has that of today. */
type EventByHand = Omit<LaidAside, 'reason' | 'schema'> & { schema?: number };

/** Publishes an event past the outbox and the relays. */
export async function publishByHand(
  view: LabView,
  { key, version, type, schema = schemaNumber, payload, happenedAt }: EventByHand,
  { headers }: { headers: object },
): Promise<void> {
  const message = { key, version, type, schema, at: happenedAt.toISOString(), payload };
  const body = {
    properties: { delivery_mode: 2, content_type: 'application/json', headers },
    routing_key: key,
    payload: JSON.stringify(message),
    payload_encoding: 'string',
  };
  const path = `/api/exchanges/%2F/${exchange}/publish`;
  const [{ routed }] = await askAnyNode(view, (at) => postManagement<{ routed: boolean }>({ view, at }, path, body));
  if (!routed) throw new Error(`No queue took ${key}/${version}`);
}
