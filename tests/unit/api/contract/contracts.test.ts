import test from 'ava';
import { laravel } from '../../../../api/contract/laravel.ts';
import { realworld } from '../../../../api/contract/realworld.ts';
import type { Failure } from '../../../../api/http/api-error.ts';

const answers = test.macro({
  exec(t, failure: Failure, expected: { laravel: unknown; realworld: unknown }) {
    const { status, errors } = laravel.explain(failure);
    t.deepEqual([status, errors], expected.laravel as never);
    const other = realworld.explain(failure);
    t.deepEqual([other.status, other.errors], expected.realworld as never);
  },
  title: (_, failure) => JSON.stringify(failure),
});

const status = (code: number, message: string) => [code, { message, status_code: code }];

test(
  answers,
  { kind: 'invalid', fields: { username: ['unique'], email: ['unique'] } },
  {
    laravel: [422, { username: ['has already been taken.'], email: ['has already been taken.'] }],
    realworld: [409, { username: ['has already been taken'], email: ['has already been taken'] }],
  },
);
test(
  answers,
  { kind: 'invalid', fields: { username: ['unique'], password: ['min:6'] } },
  {
    laravel: [422, { username: ['has already been taken.'], password: ['must be at least 6 characters.'] }],
    realworld: [422, { username: ['has already been taken'], password: ['is too short (minimum is 6 characters)'] }],
  },
);
test(
  answers,
  { kind: 'invalid', fields: { title: ['required'], body: ['blank:string'], email: ['email', 'max:255'] } },
  {
    laravel: [
      422,
      {
        title: ['field is required.'],
        body: ['must be a string.'],
        email: ['must be a valid email address.', 'may not be greater than 255 characters.'],
      },
    ],
    realworld: [
      422,
      {
        title: ["can't be blank"],
        body: ["can't be blank"],
        email: ['is invalid', 'is too long (maximum is 255 characters)'],
      },
    ],
  },
);
test(
  answers,
  { kind: 'invalid', fields: { tagList: ['array'], password: ['blank:min:8'], image: ['format'] } },
  {
    laravel: [
      422,
      {
        tagList: ['list must be an array.'],
        password: ['must be at least 8 characters.'],
        image: ['format is invalid.'],
      },
    ],
    realworld: [422, { tagList: ['must be an array'], password: ["can't be blank"], image: ['is invalid'] }],
  },
);
test(
  answers,
  { kind: 'wrong-credentials' },
  {
    laravel: [422, { 'email or password': 'is invalid' }],
    realworld: [401, { credentials: ['invalid'] }],
  },
);
test(
  answers,
  { kind: 'unauthenticated', reason: 'absent' },
  {
    laravel: status(401, 'JWT error: Token is absent'),
    realworld: [401, { token: ['is missing'] }],
  },
);
test(
  answers,
  { kind: 'unauthenticated', reason: 'orphaned' },
  {
    laravel: status(401, 'JWT error: User not found'),
    realworld: [401, { token: ['belongs to no user'] }],
  },
);
test(
  answers,
  { kind: 'forbidden', resource: 'comment' },
  {
    laravel: status(403, 'This action is unauthorized.'),
    realworld: [403, { comment: ['forbidden'] }],
  },
);
test(
  answers,
  { kind: 'missing', resource: 'profile' },
  {
    laravel: status(404, 'No query results for model [App\\User].'),
    realworld: [404, { profile: ['not found'] }],
  },
);
test(
  answers,
  { kind: 'protocol', status: 404, subject: 'route', message: 'not found' },
  {
    laravel: status(404, '404 Not Found'),
    realworld: [404, { route: ['not found'] }],
  },
);
test(
  answers,
  { kind: 'protocol', status: 429, subject: 'request', message: 'Too Many Attempts.' },
  {
    laravel: status(429, 'Too Many Attempts.'),
    realworld: [429, { request: ['Too Many Attempts.'] }],
  },
);
