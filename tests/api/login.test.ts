import test from 'ava';
import { assertInvalid, assertRefused, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contractNamed, contracts } from './support/contracts.ts';
import { castOf } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('owner');

for (const contract of contracts) {
  const login = (user: unknown) => clientOf(contract).post('/users/login', { user });

  test(`${contract.name}: logging in answers with the user and a fresh token`, async (t) => {
    const { owner } = await castFor(contract);
    const first = await login({ email: owner.email, password: owner.password });
    const second = await login({ email: owner.email, password: owner.password });
    assertShape(t, first, { contract, shape: 'user' });
    t.like(first.body.user, { username: owner.username, email: owner.email, bio: null, image: null });
    t.is(new Set([owner.token, first.body.user.token, second.body.user.token]).size, 3);
  });

  test(`${contract.name}: the e-mail is found whatever its case and spaces around it`, async (t) => {
    const { owner } = await castFor(contract);
    const answer = await login({ email: `  ${owner.email.toUpperCase()} `, password: owner.password });
    assertShape(t, answer, { contract, shape: 'user' });
    t.is(answer.body.user.email, owner.email);
  });

  test(`${contract.name}: a wrong password and an unknown e-mail get the same answer`, async (t) => {
    const { owner } = await castFor(contract);
    const wrong = await login({ email: owner.email, password: 'not this one' });
    const unknown = await login({ email: `${unique('unknown')}@example.com`, password: owner.password });
    assertRefused(t, wrong, { contract, ...contract.wrongCredentials });
    t.deepEqual(unknown.body, wrong.body);
    t.is(unknown.status, wrong.status);
  });

  test(`${contract.name}: passwords are compared with their case and their spaces`, async (t) => {
    const { owner } = await castFor(contract);
    for (const password of [owner.password.toUpperCase(), ` ${owner.password}`, `${owner.password} `]) {
      const answer = await login({ email: owner.email, password });
      assertRefused(t, answer, { contract, ...contract.wrongCredentials });
    }
  });

  test(`${contract.name}: a username instead of an e-mail does not log in`, async (t) => {
    const { owner } = await castFor(contract);
    const answer = await login({ email: owner.username, password: owner.password });
    t.true(answer.status === 401 || answer.status === 422, answer.summary);
  });

  test(`${contract.name}: e-mail and password are required`, async (t) => {
    for (const user of [undefined, null, {}, { email: '', password: '' }, { email: null, password: null }]) {
      const errors = { email: [contract.required], password: [contract.required] };
      assertRefused(t, await login(user), { contract, status: 422, errors });
    }
  });

  test(`${contract.name}: one missing field is the only one named`, async (t) => {
    const { owner } = await castFor(contract);
    const noEmail = await login({ password: owner.password });
    const noPassword = await login({ email: owner.email });
    assertInvalid(t, noEmail, { contract, field: 'email', messages: [contract.required] });
    assertInvalid(t, noPassword, { contract, field: 'password', messages: [contract.required] });
    t.is(noEmail.body.errors.password, undefined);
    t.is(noPassword.body.errors.email, undefined);
  });

  for (const value of [{ $gt: '' }, ['x'], true, 1e9, { toString: 'x' }]) {
    test(`${contract.name}: credentials of a wrong type, ${JSON.stringify(value)}, are refused`, async (t) => {
      const { owner } = await castFor(contract);
      for (const user of [
        { email: value, password: owner.password },
        { email: owner.email, password: value },
      ]) {
        const answer = await login(user);
        t.true(answer.status === 401 || answer.status === 422, answer.summary);
        assertRefused(t, answer, { contract, status: answer.status });
      }
    });
  }
}

test('laravel: a malformed e-mail is told so before any password is compared', async (t) => {
  const contract = contractNamed('laravel');
  const answer = await clientOf(contract).post('/users/login', { user: { email: 'no-at-sign', password: 'x' } });
  assertInvalid(t, answer, { contract, field: 'email', messages: ['must be a valid email address.'] });
});

test('laravel: an e-mail of more than 255 characters is too long', async (t) => {
  const contract = contractNamed('laravel');
  const answer = await clientOf(contract).post('/users/login', { user: { email: 'x'.repeat(300), password: 'x' } });
  const messages = ['must be a valid email address.', 'may not be greater than 255 characters.'];
  assertInvalid(t, answer, { contract, field: 'email', messages });
});
