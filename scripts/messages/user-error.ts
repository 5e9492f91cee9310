/** A mistake or a circumstance that the user can mend: shown as one line without a stack, with the command to type next where there is one. */
export class UserError extends Error {
  readonly next: string | undefined;

  constructor(message: string, options: { next?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'UserError';
    this.next = options.next;
  }
}
