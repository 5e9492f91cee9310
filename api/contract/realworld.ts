import type { FailedRules, Failure } from '../http/api-error.ts';
import type { Contract, Explanation } from './contract.ts';

const tokenMessages = {
  absent: 'is missing',
  invalid: 'is invalid',
  expired: 'has expired',
  orphaned: 'belongs to no user',
  ended: 'ended with the password it was given for',
};

const ruleMessages: Record<string, (limit: string) => string> = {
  required: () => "can't be blank",
  blank: () => "can't be blank",
  unique: () => 'has already been taken',
  email: () => 'is invalid',
  alpha: () => 'is invalid',
  string: () => 'must be a string',
  array: () => 'must be an array',
  integer: () => 'must be an integer',
  format: () => 'is invalid',
  min: (limit) => `is too short (minimum is ${limit} characters)`,
  max: (limit) => `is too long (maximum is ${limit} characters)`,
  kilobytes: (limit) => `is too long (maximum is ${limit} kilobytes)`,
  items: (limit) => `has too many items (maximum is ${limit})`,
  from: (limit) => `must be greater than or equal to ${limit}`,
  to: (limit) => `must be less than or equal to ${limit}`,
};

/** The current official RealWorld specification (OpenAPI 2.0.0). */
export const realworld: Contract = {
  name: 'realworld',
  statuses: { ok: 200, created: 201, deleted: 204 },
  authenticatesFirst: true,
  takesMalformedJson: false,
  passwordMinimum: 8,
  listsCarryBody: false,
  utcSuffix: 'Z',
  explain,
};

function explain(failure: Failure): Explanation {
  switch (failure.kind) {
    case 'invalid':
      return { status: isOnlyTaken(failure.fields) ? 409 : 422, errors: renderFields(failure.fields) };
    case 'wrong-credentials':
      return { status: 401, errors: { credentials: ['invalid'] } };
    case 'unauthenticated':
      return { status: 401, errors: { token: [tokenMessages[failure.reason]] } };
    case 'forbidden':
      return { status: 403, errors: { [failure.resource]: ['forbidden'] } };
    case 'missing':
      return { status: 404, errors: { [failure.resource]: ['not found'] } };
    case 'protocol':
      return { status: failure.status, errors: { [failure.subject]: [failure.message] } };
  }
}

function isOnlyTaken(fields: FailedRules): boolean {
  return Object.values(fields)
    .flat()
    .every((rule) => rule === 'unique');
}

function renderFields(fields: FailedRules): Record<string, string[]> {
  return Object.fromEntries(Object.entries(fields).map(([field, rules]) => [field, rules.map(renderRule)]));
}

function renderRule(rule: string): string {
  const [name = '', limit = ''] = rule.split(':');
  return ruleMessages[name]?.(limit) ?? 'is invalid';
}
