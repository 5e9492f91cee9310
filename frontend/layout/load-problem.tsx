import { listMessages } from '../requests/failure.ts';

/** Stands where something could not be loaded. */
export function LoadProblem({ error, reload }: { error: unknown; reload(): void }) {
  return (
    <div class="load-problem" role="alert">
      <p>{listMessages(error).join(', ')}</p>
      <button type="button" class="btn btn-sm btn-outline-secondary" onClick={reload}>
        Try again
      </button>
    </div>
  );
}

/** Holds the place of what is being loaded. */
export const Skeleton = ({ lines = 3 }: { lines?: number }) => (
  <div class="skeleton">
    <p class="visually-hidden">Loading</p>
    {Array.from({ length: lines }, (_, line) => (
      <span key={line} />
    ))}
  </div>
);
