/** What the API says is wrong, by field. */
export type Errors = Record<string, string[] | string>;

/** An answer that is no success. */
export class Failure extends Error {
  readonly status: number;
  readonly errors: Errors;

  constructor(status: number, errors: Errors) {
    super(`The API answered ${status}`);
    this.status = status;
    this.errors = errors;
  }
}

/** The failure that an answer without success is. */
export function toFailure(status: number, body: unknown): Failure {
  const errors = (body as { errors?: Errors } | null)?.errors;
  const isReadable = typeof errors === 'object' && errors !== null && Object.keys(errors).length > 0;
  return new Failure(status, isReadable ? errors : { server: [`answered ${status}`] });
}

/** Subjects that say nothing to a reader. */
const silent = new Set(['message', 'request', 'errors']);

/** One sentence for each thing that is wrong. */
export function listMessages(error: unknown): string[] {
  if (!(error instanceof Failure)) return ['Something went wrong in this page. Load it again.'];
  return Object.entries(error.errors)
    .filter(([name]) => name !== 'status_code')
    .flatMap(([name, messages]) =>
      [messages].flat().map((message) => (silent.has(name) ? message : `${name} ${message}`)),
    );
}
