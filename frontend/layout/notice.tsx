import { unanswered } from '../requests/outage.ts';
import { useStore } from '../state/store.ts';

/** Says quietly that requests have no answer so far. */
export function Notice() {
  const isWaiting = useStore(unanswered) > 0;
  return (
    <div class="notice-place" role="status">
      {isWaiting && <p class="notice">The service does not answer. Trying again; nothing is lost.</p>}
    </div>
  );
}
