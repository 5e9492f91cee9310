import test from 'ava';
import { assertRefused, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { type Contract, contracts } from './support/contracts.ts';
import { change, secretTest } from './support/database.ts';
import { environment } from './support/environment.ts';
import { eventually } from './support/eventually.ts';
import { castOf, register } from './support/people.ts';
import { APP_USER, type Claims, claimsOf, headerOf, laravelClaims, signatureOf, signToken } from './support/tokens.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('owner');
const HOUR_S = 3600;
const now = () => Math.floor(Date.now() / 1000);
const unknownUser = 999_999_999_999;

const forgeries: [what: string, message: string, forge: (claims: Claims) => string][] = [
  [
    'expired',
    'Token has expired',
    (c) => signToken({ ...c, iat: now() - 2 * HOUR_S, nbf: now() - 2 * HOUR_S, exp: now() - 60 }),
  ],
  ['signed with another secret', 'Token is invalid', (c) => signToken(c, { secret: 'another secret of some length' })],
  ['unsigned, alg none', 'Token is invalid', (c) => signToken(c, { header: { alg: 'none' } }).replace(/[^.]+$/, '')],
  ['signed, alg None', 'Token is invalid', (c) => signToken(c, { header: { alg: 'None' } })],
  ['signed with HS512', 'Token is invalid', (c) => signToken(c, { header: { alg: 'HS512' }, hash: 'sha512' })],
  ['signed with HS256 and called RS256', 'Token is invalid', (c) => signToken(c, { header: { alg: 'RS256' } })],
  ['without its signature', 'Token is invalid', (c) => signToken(c).replace(/[^.]+$/, '')],
  ['for a user who does not exist', 'User not found', (c) => signToken({ ...c, sub: unknownUser })],
];

/** Claims no honest server signs: any 401 will do. */
const oddClaims: [what: string, change: Claims][] = [
  ['not yet valid', { nbf: now() + HOUR_S, iat: now() + HOUR_S, exp: now() + 2 * HOUR_S }],
  ['for another model', { prv: '0'.repeat(40) }],
  ['without a subject', { sub: undefined }],
  ['for no user', { sub: null }],
  ['for user 0', { sub: 0 }],
  ['for user -1', { sub: -1 }],
  ['for user 1.5', { sub: 1.5 }],
  ['for a list of users', { sub: [1] }],
  ['for an object', { sub: { id: 1 } }],
  ['for true', { sub: true }],
  ['for SQL', { sub: '1 OR 1=1' }],
  ['for a huge number', { sub: '9'.repeat(60) }],
  ['that expires as text', { exp: 'tomorrow' }],
];

for (const contract of contracts) {
  for (const [what, message, forge] of forgeries) {
    secretTest(`${contract.name}: a token ${what} is refused on required and optional routes`, async (t) => {
      const token = forge(laravelClaims(await ownerId(contract)));
      for (const path of ['/user', '/articles?limit=1', '/articles/feed']) {
        const answer = await clientOf(contract, token).get(path);
        assertRefused(t, answer, { contract, status: 401 });
        if (contract.name === 'laravel') t.is(answer.body.errors.message, `JWT error: ${message}`, answer.summary);
      }
    });
  }

  for (const [what, change] of oddClaims) {
    secretTest(`${contract.name}: a token ${what} is refused`, async (t) => {
      const token = signToken({ ...laravelClaims(await ownerId(contract)), ...change });
      assertRefused(t, await clientOf(contract, token).get('/user'), { contract, status: 401 });
    });
  }

  secretTest(`${contract.name}: a token made by a Laravel application is accepted`, async (t) => {
    const { owner } = await castFor(contract);
    const id = await ownerId(contract);
    for (const sub of [id, String(id)]) {
      const answer = await clientOf(contract, signToken(laravelClaims(sub))).get('/user');
      assertShape(t, answer, { contract, shape: 'user' });
      t.is(answer.body.user.username, owner.username);
    }
  });

  test(`${contract.name}: a token carries what a Laravel application expects`, async (t) => {
    const { owner } = await castFor(contract);
    const claims = claimsOf(owner.token);
    t.like(headerOf(owner.token), { alg: 'HS256', typ: 'JWT' });
    t.deepEqual(Object.keys(claims).sort(), ['exp', 'iat', 'iss', 'jti', 'nbf', 'prv', 'sub']);
    t.is(claims.prv, APP_USER);
    t.true(Number(claims.sub) > 0);
    t.is((Number(claims.exp) - Number(claims.iat)) % 60, 0);
    t.true(Number(claims.nbf) <= Number(claims.iat) && Number(claims.exp) > now());
  });

  secretTest(`${contract.name}: a token is signed with JWT_SECRET`, async (t) => {
    const { owner } = await castFor(contract);
    t.is(owner.token.split('.')[2], signatureOf(owner.token));
  });

  secretTest(`${contract.name}: the token of a deleted user is refused`, async (t) => {
    if (!environment.DB_HOST) return void t.pass('DB_HOST is not set: no user can be deleted');
    const { token, username } = await register(contract, { username: unique('gone') });
    await change(1, 'DELETE FROM users WHERE username = ?', [username]);
    for (const path of ['/user', '/articles?limit=1']) {
      const get = () => clientOf(contract, token).get(path);
      const answer = await eventually(get, ({ status }) => status === 401);
      assertRefused(t, answer, { contract, status: 401 });
      if (contract.name === 'laravel') t.is(answer.body.errors.message, 'JWT error: User not found');
    }
  });
}

async function ownerId(contract: Contract): Promise<number> {
  return Number(claimsOf((await castFor(contract)).owner.token).sub);
}
