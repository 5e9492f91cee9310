import test from 'ava';
import { assertInvalid, assertRefused } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contractNamed, contracts } from './support/contracts.ts';
import { unique } from './support/unique.ts';

const laravel = contractNamed('laravel');
const letters = 'may only contain letters and numbers.';
const address = 'must be a valid email address.';
const atMost = (count: number) => `may not be greater than ${count} characters.`;
const atLeast = (count: number) => `must be at least ${count} characters.`;

const cases: [field: string, value: unknown, messages: string[]][] = [
  ['username', 'with space', [letters]],
  ['username', 'semi;colon', [letters]],
  ['username', 'slash/es', [letters]],
  ['username', '<script>', [letters]],
  ['username', "x' OR '1'='1", [letters]],
  ['username', 'emoji😀', [letters]],
  ['username', 'nul\0byte', [letters]],
  ['username', 'n'.repeat(51), [atMost(50)]],
  ['username', `${'n'.repeat(50)} `.padEnd(60, '!'), [atMost(50), letters]],
  ['email', 'no-at-sign', [address]],
  ['email', 'no-domain@', [address]],
  ['email', '@example.com', [address]],
  ['email', 'two@at@example.com', [address]],
  ['email', 'a b@example.com', [address]],
  ['email', `${'x'.repeat(300)}`, [address, atMost(255)]],
  ['password', '12345', [atLeast(6)]],
];

function accountInput() {
  const username = unique('rule');
  return { username, email: `${username}@example.com`, password: 'a long password' };
}

for (const [field, value, messages] of cases) {
  test(`laravel: registering with ${field} ${JSON.stringify(value).slice(0, 60)} answers ${messages.join(' ')}`, async (t) => {
    const answer = await clientOf(laravel).post('/users', { user: { ...accountInput(), [field]: value } });
    assertInvalid(t, answer, { contract: laravel, field, messages });
  });
}

test('laravel: the failing rules of all fields are answered together', async (t) => {
  const user = { username: '!', email: 'no', password: 'short' };
  const answer = await clientOf(laravel).post('/users', { user });
  const errors = { username: [letters], email: [address], password: [atLeast(6)] };
  assertRefused(t, answer, { contract: laravel, status: 422, errors });
});

for (const contract of contracts) {
  for (const [field, value] of [...cases, ['password', '     '] as const]) {
    test(`${contract.name}: ${field} ${JSON.stringify(value).slice(0, 60)} is refused and no user is registered`, async (t) => {
      const user = { ...accountInput(), [field]: value };
      const answer = await clientOf(contract).post('/users', { user });
      assertRefused(t, answer, { contract, status: 422 });
      t.true(Array.isArray(answer.body.errors[field]), answer.summary);
      const { email, password } = user;
      const login = await clientOf(contract).post('/users/login', { user: { email, password } });
      t.not(login.status, 200, login.summary);
    });
  }

  for (const field of ['username', 'email', 'password']) {
    for (const value of [true, [], ['x'], {}, { $ne: null }, { length: 10 }]) {
      test(`${contract.name}: ${field} of a wrong type, ${JSON.stringify(value)}, is refused`, async (t) => {
        const answer = await clientOf(contract).post('/users', { user: { ...accountInput(), [field]: value } });
        assertRefused(t, answer, { contract, status: 422 });
        t.true(Array.isArray(answer.body.errors[field]), answer.summary);
      });
    }
  }

  for (const user of ['text', 5, true, ['username'], [[]]]) {
    test(`${contract.name}: a user that is ${JSON.stringify(user)} is refused`, async (t) => {
      assertRefused(t, await clientOf(contract).post('/users', { user }), { contract, status: 422 });
    });
  }
}
