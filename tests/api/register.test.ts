import test from 'ava';
import { assertInvalid, assertRefused, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { register } from './support/people.ts';
import { unique } from './support/unique.ts';

function accountInput(username = unique('new')) {
  return { username, email: `${username}@example.com`, password: 'a long password' };
}

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  test(`${contract.name}: registering answers with the user, a token, and nothing else`, async (t) => {
    const user = accountInput();
    const answer = await anonymous.post('/users', { user });
    assertShape(t, answer, { contract, shape: 'user', status: contract.createdStatus });
    t.like(answer.body.user, { username: user.username, email: user.email, bio: null, image: null });
  });

  test(`${contract.name}: the token of a registration opens the protected routes`, async (t) => {
    const person = await register(contract);
    const answer = await person.get('/user');
    assertShape(t, answer, { contract, shape: 'user' });
    t.is(answer.body.user.username, person.username);
  });

  test(`${contract.name}: a username may have letters, digits, _, - and . in it`, async (t) => {
    const username = `A_b-c.9${unique('')}`;
    const person = await register(contract, { username });
    t.is((await person.get('/user')).body.user.username, username);
  });

  test(`${contract.name}: username and e-mail are trimmed, the password is not`, async (t) => {
    const user = accountInput();
    const padded = { username: `  ${user.username}\t`, email: ` ${user.email}\n`, password: '  spaced out  ' };
    const answer = await anonymous.post('/users', { user: padded });
    t.like(answer.body.user, { username: user.username, email: user.email }, answer.summary);
    const login = (password: string) => anonymous.post('/users/login', { user: { email: user.email, password } });
    t.is((await login('  spaced out  ')).status, 200);
    assertRefused(t, await login('spaced out'), { contract, ...contract.wrongCredentials });
  });

  test(`${contract.name}: a username of 50 characters fits, one of 51 does not`, async (t) => {
    const name = unique('').padEnd(50, 'n');
    await register(contract, { username: name, email: `${unique('fifty')}@example.com` });
    const answer = await anonymous.post('/users', { user: accountInput(`${unique('').padEnd(51, 'n')}`) });
    assertRefused(t, answer, { contract, status: 422 });
    t.truthy(answer.body.errors.username, answer.summary);
  });

  test(`${contract.name}: the username of another user is taken, whatever its case`, async (t) => {
    const { username } = await register(contract);
    for (const taken of [username, username.toUpperCase()]) {
      const answer = await anonymous.post('/users', { user: { ...accountInput(), username: taken } });
      assertRefused(t, answer, { contract, status: contract.takenStatus, errors: { username: [contract.taken] } });
      t.is(answer.body.errors.email, undefined);
    }
  });

  test(`${contract.name}: the e-mail of another user is taken, whatever its case`, async (t) => {
    const { email } = await register(contract);
    for (const taken of [email, email.toUpperCase()]) {
      const answer = await anonymous.post('/users', { user: { ...accountInput(), email: taken } });
      assertRefused(t, answer, { contract, status: contract.takenStatus, errors: { email: [contract.taken] } });
      t.is(answer.body.errors.username, undefined);
    }
  });

  test(`${contract.name}: where both clash, both fields say so`, async (t) => {
    const { username, email } = await register(contract);
    const answer = await anonymous.post('/users', { user: { ...accountInput(), username, email } });
    const errors = { username: [contract.taken], email: [contract.taken] };
    assertRefused(t, answer, { contract, status: contract.takenStatus, errors });
  });

  test(`${contract.name}: fields a client may not set are ignored`, async (t) => {
    const user = accountInput();
    const extra = { id: 1, token: 'mine', bio: 'x', image: 'http://x.test/', remember_token: 'x', admin: true };
    const answer = await anonymous.post('/users', { user: { ...user, ...extra, created_at: '2000-01-01' } });
    assertShape(t, answer, { contract, shape: 'user', status: contract.createdStatus });
    t.like(answer.body.user, { bio: null, image: null });
    t.not(answer.body.user.token, 'mine');
  });

  for (const wrapper of [{}, { user: {} }, { user: null }, [], { username: 'x' }]) {
    test(`${contract.name}: every field is required, also in ${JSON.stringify(wrapper)}`, async (t) => {
      const answer = await anonymous.post('/users', wrapper);
      const errors = {
        username: [contract.required],
        email: [contract.required],
        password: [contract.required],
      };
      assertRefused(t, answer, { contract, status: 422, errors });
    });
  }

  for (const field of ['username', 'email', 'password']) {
    for (const blank of [undefined, null, '', ...(field === 'password' ? [] : ['   '])]) {
      test(`${contract.name}: ${field} ${JSON.stringify(blank) ?? 'left out'} is a missing field`, async (t) => {
        const answer = await anonymous.post('/users', { user: { ...accountInput(), [field]: blank } });
        assertInvalid(t, answer, { contract, field, messages: [contract.required] });
        t.deepEqual(
          Object.keys(answer.body.errors).filter((key) => key !== field && key !== 'message'),
          [],
        );
      });
    }
  }
}
