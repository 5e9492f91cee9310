import test from 'ava';
import { assertRefused, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { register } from './support/people.ts';
import { unique } from './support/unique.ts';

for (const contract of contracts) {
  test(`${contract.name}: GET user answers with the user of the token and a token that works`, async (t) => {
    const person = await register(contract);
    const answer = await person.get('/user');
    assertShape(t, answer, { contract, shape: 'user' });
    t.like(answer.body.user, { username: person.username, email: person.email, bio: null, image: null });
    t.is((await clientOf(contract, answer.body.user.token).get('/user')).status, 200);
  });

  for (const method of ['PUT', 'PATCH'] as const) {
    test(`${contract.name}: ${method} user changes what is sent and keeps the rest`, async (t) => {
      const person = await register(contract);
      const steps = [{ bio: 'A bio' }, { image: 'https://example.com/a.png' }, { username: unique('renamed') }];
      for (const [index, user] of steps.entries()) {
        const answer = await person.send(method, '/user', { json: { user } });
        assertShape(t, answer, { contract, shape: 'user' });
        t.like(answer.body.user, Object.assign({ email: person.email }, ...steps.slice(0, index + 1)));
      }
      t.like((await person.get('/user')).body.user, Object.assign({}, ...steps));
    });
  }

  test(`${contract.name}: bio and image become null by null and by an empty string`, async (t) => {
    const person = await register(contract);
    for (const unset of [null, '', '   ']) {
      await person.put('/user', { user: { bio: 'Some', image: 'https://example.com/a.png' } });
      const answer = await person.put('/user', { user: { bio: unset, image: unset } });
      assertShape(t, answer, { contract, shape: 'user' });
      t.like(answer.body.user, { bio: null, image: null });
      t.like((await person.get('/user')).body.user, { bio: null, image: null });
    }
  });

  test(`${contract.name}: a new password replaces the old one`, async (t) => {
    const person = await register(contract);
    const login = (password: string) =>
      clientOf(contract).post('/users/login', { user: { email: person.email, password } });
    assertShape(t, await person.put('/user', { user: { password: 'another long one' } }), { contract, shape: 'user' });
    t.is((await login('another long one')).status, 200);
    assertRefused(t, await login(person.password), { contract, ...contract.wrongCredentials });
  });

  test(`${contract.name}: a token survives a change of name and e-mail`, async (t) => {
    const person = await register(contract);
    const username = unique('moved');
    await person.put('/user', { user: { username, email: `${username}@example.com` } });
    const answer = await person.get('/user');
    assertShape(t, answer, { contract, shape: 'user' });
    t.like(answer.body.user, { username, email: `${username}@example.com` });
  });

  test(`${contract.name}: a user's own name and e-mail are not taken, also in another case`, async (t) => {
    const person = await register(contract);
    const user = { username: person.username.toUpperCase(), email: person.email };
    const answer = await person.put('/user', { user });
    assertShape(t, answer, { contract, shape: 'user' });
    t.is(answer.body.user.username, person.username.toUpperCase());
  });

  test(`${contract.name}: another user's name and e-mail are taken and nothing is changed`, async (t) => {
    const [person, other] = await Promise.all([register(contract), register(contract)]);
    const user = { username: other.username.toUpperCase(), email: other.email, bio: 'must not be stored' };
    const answer = await person.put('/user', { user });
    const errors = { username: [contract.taken], email: [contract.taken] };
    assertRefused(t, answer, { contract, status: contract.takenStatus, errors });
    t.like((await person.get('/user')).body.user, { username: person.username, bio: null });
  });

  for (const body of [{}, { user: {} }, { user: null }, []]) {
    test(`${contract.name}: PUT user with ${JSON.stringify(body)} changes nothing`, async (t) => {
      const person = await register(contract);
      const answer = await person.put('/user', body);
      t.true(answer.status === 200 || answer.status === 422, answer.summary);
      t.like((await person.get('/user')).body.user, { username: person.username, email: person.email });
    });
  }

  test(`${contract.name}: fields a client may not set are ignored on PUT user`, async (t) => {
    const person = await register(contract);
    const user = { bio: 'Mine', id: 1, token: 'forged', remember_token: 'x', created_at: '2000-01-01 00:00:00' };
    const answer = await person.put('/user', { user });
    assertShape(t, answer, { contract, shape: 'user' });
    t.like(answer.body.user, { username: person.username, bio: 'Mine' });
    t.not(answer.body.user.token, 'forged');
  });

  test(`${contract.name}: the new name is seen in the profile, the old one is gone`, async (t) => {
    const person = await register(contract);
    const username = unique('renamed');
    await person.put('/user', { user: { username } });
    t.is((await clientOf(contract).get(`/profiles/${username}`)).body.profile.username, username);
    t.is((await clientOf(contract).get(`/profiles/${person.username}`)).status, 404);
  });
}
