import { createHmac } from 'node:crypto';
import test from 'ava';
import { createTokens, subjectMark } from '../../../../api/users/tokens.ts';

const secret = 'a secret that a Laravel app could have';
const tokens = createTokens({ secret, ttlMinutes: 60, issuer: 'http://api.test/api/users/login' });
const now = Math.floor(Date.now() / 1000);
const claims = {
  iss: 'http://laravel.test',
  iat: now,
  nbf: now,
  exp: now + 3600,
  jti: 'x'.repeat(16),
  sub: 7,
  prv: subjectMark,
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function sign(payload: object, { header = {}, key = secret, hash = 'sha256' } = {}): string {
  const content = `${encode({ typ: 'JWT', alg: 'HS256', ...header })}.${encode(payload)}`;
  return `${content}.${createHmac(hash, key).update(content).digest('base64url')}`;
}

test('a token carries what jwt-auth puts into one', (t) => {
  const payload = JSON.parse(Buffer.from(tokens.create(42).split('.')[1] ?? '', 'base64url').toString());
  t.deepEqual(Object.keys(payload).sort(), ['exp', 'iat', 'iss', 'jti', 'nbf', 'prv', 'sub']);
  t.is(payload.sub, 42);
  t.is(payload.exp - payload.iat, 3600);
  t.is(payload.prv, '87e0af1ef9fd15812fdec97153a14e0b047546aa');
  t.regex(payload.jti, /^[a-zA-Z0-9]{16}$/);
});

test('it reads its own tokens and those a Laravel app has signed', (t) => {
  t.like(tokens.read(tokens.create(42)), { id: 42 });
  t.like(tokens.read(sign(claims)), { id: 7 });
  t.like(tokens.read(sign({ ...claims, sub: '7' })), { id: 7 });
});

test('a token holds for the password that it was given for, to the millisecond', (t) => {
  for (const passwordMs of [0, 1, 1_795_900_000_123, 2_800_000_000_000]) {
    t.deepEqual(tokens.read(tokens.create(42, passwordMs)), { id: 42, passwordUntilMs: passwordMs });
  }
});

test('a token of a Laravel app holds for passwords set up to the second in which it was given', (t) => {
  const { iat } = claims;
  t.deepEqual(tokens.read(sign(claims)), { id: 7, passwordUntilMs: iat * 1000 + 999 });
  for (const [time, until] of [
    [undefined, 0],
    ['now', 0],
    [iat + 0.5, iat * 1000 + 999],
  ]) {
    t.deepEqual(tokens.read(sign({ ...claims, iat: time })), { id: 7, passwordUntilMs: until });
  }
});

test('two tokens of one user differ', (t) => {
  t.not(tokens.create(1), tokens.create(1));
});

const refused: [what: string, token: string, problem: 'invalid' | 'expired'][] = [
  ['an expired token', sign({ ...claims, exp: now - 1 }), 'expired'],
  ['a token for later', sign({ ...claims, nbf: now + 3600 }), 'invalid'],
  ['a token of another secret', sign(claims, { key: 'another secret' }), 'invalid'],
  ['an expired token of another secret', sign({ ...claims, exp: 1 }, { key: 'another secret' }), 'invalid'],
  ['a token of another algorithm', sign(claims, { header: { alg: 'HS512' }, hash: 'sha512' }), 'invalid'],
  ['a token of another model', sign({ ...claims, prv: 'x' }), 'invalid'],
  ['a token without an end', sign({ ...claims, exp: undefined }), 'invalid'],
  ['a token without a user', sign({ ...claims, sub: undefined }), 'invalid'],
  ['a token of user 0', sign({ ...claims, sub: 0 }), 'invalid'],
  ['a token of user 1.5', sign({ ...claims, sub: 1.5 }), 'invalid'],
  ['a token of SQL', sign({ ...claims, sub: '1 OR 1=1' }), 'invalid'],
  ['an unsigned token', `${encode({ typ: 'JWT', alg: 'none' })}.${encode(claims)}.`, 'invalid'],
  ['nonsense', 'nonsense', 'invalid'],
  ['a very long token', 'x'.repeat(8192), 'invalid'],
];

for (const [what, token, problem] of refused) {
  test(`${what} is ${problem}`, (t) => {
    t.deepEqual(tokens.read(token), { problem });
  });
}
