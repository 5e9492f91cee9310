import { nameSources } from './source-position.ts';
import { UserError } from './user-error.ts';

/** What a person reads when a command fails: a mistake in a line or two, a bug with its stack. */
export function describeFailure(error: unknown) {
  if (error instanceof UserError) return error.next ? `${error.message}\n  Next: ${error.next}` : error.message;
  if (isUsageError(error)) return `${error.message}\n  Next: add --help to see what the command takes`;
  return error instanceof Error ? nameSources(error.stack ?? error.message) : String(error);
}

function isUsageError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'CLIError';
}
