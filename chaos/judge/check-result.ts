/** What one checker found. */
export interface CheckResult {
  checker: string;
  valid: boolean;
  /** Figures for the report, such as { lost: 0 }. */
  figures: Record<string, number | null>;
  /** The first cases that make the run invalid, in words. */
  details: string[];
}

// The history has the rest.
const maxDetails = 20;

/** The result of a checker: valid if it found nothing to object to. */
export function checkResult(
  checker: string,
  { figures, details }: Pick<CheckResult, 'figures' | 'details'>,
): CheckResult {
  const hidden = details.length - maxDetails;
  const shown = hidden > 0 ? [...details.slice(0, maxDetails), `and ${hidden} more`] : details;
  return { checker, valid: details.length === 0, figures, details: shown };
}
