const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' });

/** Says that the form holds what an earlier visit left behind. */
export const DraftNote = ({ fromMs, onDiscard }: { fromMs: number; onDiscard(): void }) => (
  <p class="draft-note" role="status">
    This is your draft of {format.format(fromMs)}, which is not published.{' '}
    <button type="button" class="btn-link" onClick={onDiscard}>
      Discard it
    </button>
  </p>
);
