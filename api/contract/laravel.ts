import { STATUS_CODES } from 'node:http';
import type { FailedRules, Failure, Resource } from '../http/api-error.ts';
import type { Contract, Explanation } from './contract.ts';

const models: Record<Resource, string> = {
  article: 'Article',
  profile: 'User',
  comment: 'Comment',
  webhook: 'Webhook',
};

const tokenMessages = {
  absent: 'JWT error: Token is absent',
  invalid: 'JWT error: Token is invalid',
  expired: 'JWT error: Token has expired',
  orphaned: 'JWT error: User not found',
  ended: 'JWT error: Token is invalid',
};

const ruleMessages: Record<string, (limit: string) => string> = {
  required: () => 'field is required.',
  unique: () => 'has already been taken.',
  email: () => 'must be a valid email address.',
  alpha: () => 'may only contain letters and numbers.',
  string: () => 'must be a string.',
  array: () => 'must be an array.',
  integer: () => 'must be an integer.',
  format: () => 'format is invalid.',
  min: (limit) => `must be at least ${limit} characters.`,
  max: (limit) => `may not be greater than ${limit} characters.`,
  kilobytes: (limit) => `may not be greater than ${limit} kilobytes.`,
  items: (limit) => `may not have more than ${limit} items.`,
  from: (limit) => `must be at least ${limit}.`,
  to: (limit) => `may not be greater than ${limit}.`,
};

/** What gothinkster/laravel-realworld-example-app answers (Laravel 5.5, jwt-auth 1.0). */
export const laravel: Contract = {
  name: 'laravel',
  statuses: { ok: 200, created: 200, deleted: 200 },
  authenticatesFirst: false,
  takesMalformedJson: true,
  passwordMinimum: 6,
  listsCarryBody: true,
  utcSuffix: '+00:00',
  explain,
};

function explain(failure: Failure): Explanation {
  switch (failure.kind) {
    case 'invalid':
      return { status: 422, errors: renderFields(failure.fields) };
    case 'wrong-credentials':
      return { status: 422, errors: { 'email or password': 'is invalid' } };
    case 'unauthenticated':
      return explainStatus(401, tokenMessages[failure.reason]);
    case 'forbidden':
      return explainStatus(403, 'This action is unauthorized.');
    case 'missing':
      return explainStatus(404, `No query results for model [App\\${models[failure.resource]}].`);
    case 'protocol':
      return explainStatus(failure.status, renderStatus(failure));
  }
}

const explainStatus = (status: number, message: string): Explanation => ({
  status,
  errors: { message, status_code: status },
});

/** The framework's own statuses carry their names where an exception has no message. */
function renderStatus({ status, message }: { status: number; message: string }): string {
  return [404, 405, 500].includes(status) ? `${status} ${STATUS_CODES[status]}` : message;
}

function renderFields(fields: FailedRules): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, rules]) => [field, rules.map((rule) => renderRule(field, rule))]),
  );
}

/**
 * The messages are "The :attribute …" without their first two words, so that a field of two words
 * (`tagList` is "tag list") keeps its second one.
 */
function renderRule(field: string, rule: string): string {
  const [name = '', limit = ''] = rule.replace(/^blank:/, '').split(':');
  const [, ...furtherWords] = field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).split(' ');
  return [...furtherWords, ruleMessages[name]?.(limit) ?? 'is invalid.'].join(' ');
}
