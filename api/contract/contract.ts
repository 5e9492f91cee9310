import type { Failure } from '../http/api-error.ts';

/** How a contract answers a failure. */
export interface Explanation {
  status: number;
  errors: Record<string, unknown>;
}

/** Everything in which the contracts differ; routes and repositories take it as given. */
export interface Contract {
  readonly name: 'laravel' | 'realworld';
  /** Statuses of the three ways in which a request can succeed. */
  readonly statuses: { readonly ok: number; readonly created: number; readonly deleted: number };
  /** False: what the path names is looked up first, so that a 404 comes before a 401. */
  readonly authenticatesFirst: boolean;
  /** True: JSON that cannot be read counts as no input at all. */
  readonly takesMalformedJson: boolean;
  /** Characters a changed password needs. */
  readonly passwordMinimum: number;
  /** Whether articles in lists come with their body. */
  readonly listsCarryBody: boolean;
  /** How UTC is written at the end of a date. */
  readonly utcSuffix: string;
  explain(failure: Failure): Explanation;
}
