import test from 'ava';
import { assertNotFound, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { castOf, register, write } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('reader', 'author');

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  test(`${contract.name}: a profile is public, and its following is false without a token`, async (t) => {
    const { author } = await castFor(contract);
    const answer = await anonymous.get(`/profiles/${author.username}`);
    assertShape(t, answer, { contract, shape: 'profile' });
    t.deepEqual(answer.body.profile, { username: author.username, bio: null, image: null, following: false });
  });

  test(`${contract.name}: a profile is found whatever the case, and shows the name as it was registered`, async (t) => {
    const { author } = await castFor(contract);
    const answer = await anonymous.get(`/profiles/${author.username.toUpperCase()}`);
    assertShape(t, answer, { contract, shape: 'profile' });
    t.is(answer.body.profile.username, author.username);
  });

  test(`${contract.name}: following and unfollowing answer with the profile, and again with the same`, async (t) => {
    const { author } = await castFor(contract);
    const reader = await register(contract);
    const path = `/profiles/${author.username}`;
    for (const [method, following] of [
      ['POST', true],
      ['POST', true],
      ['DELETE', false],
      ['DELETE', false],
    ] as const) {
      const answer = await reader.send(method, `${path}/follow`);
      assertShape(t, answer, { contract, shape: 'profile' });
      t.like(answer.body.profile, { username: author.username, following });
      t.is((await reader.get(path)).body.profile.following, following);
    }
  });

  test(`${contract.name}: only the follower follows`, async (t) => {
    const [reader, other, author] = await Promise.all([register(contract), register(contract), register(contract)]);
    await reader.post(`/profiles/${author.username}/follow`);
    t.true((await reader.get(`/profiles/${author.username}`)).body.profile.following);
    t.false((await other.get(`/profiles/${author.username}`)).body.profile.following);
    t.false((await author.get(`/profiles/${reader.username}`)).body.profile.following);
    t.false((await anonymous.get(`/profiles/${author.username}`)).body.profile.following);
  });

  test(`${contract.name}: following oneself is ignored`, async (t) => {
    const { reader } = await castFor(contract);
    const answer = await reader.post(`/profiles/${reader.username}/follow`);
    assertShape(t, answer, { contract, shape: 'profile' });
    t.false(answer.body.profile.following);
    await write(reader);
    t.is((await reader.get('/articles/feed')).body.articlesCount, 0);
  });

  test(`${contract.name}: an unknown profile is not found, to read, to follow and to unfollow`, async (t) => {
    const { reader } = await castFor(contract);
    const path = `/profiles/${unique('unknown')}`;
    for (const answer of [
      await anonymous.get(path),
      await reader.get(path),
      await reader.post(`${path}/follow`),
      await reader.delete(`${path}/follow`),
    ]) {
      assertNotFound(t, answer, { contract, kind: 'profile' });
    }
  });

  test(`${contract.name}: a body sent along with a follow does not matter`, async (t) => {
    const { author, reader } = await castFor(contract);
    const answer = await reader.post(`/profiles/${author.username}/follow`, { user: { email: reader.email } });
    assertShape(t, answer, { contract, shape: 'profile' });
  });

  test(`${contract.name}: bio and image are seen in the profile`, async (t) => {
    const person = await register(contract);
    const user = { bio: 'Ünïcödé 🚀', image: 'https://example.com/p.png' };
    await person.put('/user', { user });
    t.like((await anonymous.get(`/profiles/${person.username}`)).body.profile, user);
  });
}
