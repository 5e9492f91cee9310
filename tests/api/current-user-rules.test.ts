import test from 'ava';
import { assertInvalid, assertRefused, assertShape } from './support/assertions.ts';
import { contractNamed, contracts } from './support/contracts.ts';
import { castOf, register } from './support/people.ts';

const castFor = castOf('owner', 'changer');
const letters = 'may only contain letters and numbers.';
const address = 'must be a valid email address.';
const atLeastSix = 'must be at least 6 characters.';
const atMost = (count: number) => `may not be greater than ${count} characters.`;

const laravelCases: [field: string, value: unknown, messages: string[]][] = [
  ['username', '', [letters]],
  ['username', null, [letters]],
  ['username', 'two words', [letters]],
  ['username', 'n'.repeat(51), [atMost(50)]],
  ['username', `${'n'.repeat(51)}!`, [atMost(50), letters]],
  ['email', '', [address]],
  ['email', null, [address]],
  ['email', 'no-at-sign', [address]],
  ['email', 'x'.repeat(300), [address, atMost(255)]],
  ['password', '', [atLeastSix]],
  ['password', null, [atLeastSix]],
  ['password', '12345', [atLeastSix]],
  ['bio', 'b'.repeat(256), [atMost(255)]],
  ['image', 'not a url', ['format is invalid.']],
];

for (const [field, value, messages] of laravelCases) {
  test(`laravel: PUT user with ${field} ${JSON.stringify(value)?.slice(0, 60)} answers ${messages.join(' ')}`, async (t) => {
    const contract = contractNamed('laravel');
    const { owner } = await castFor(contract);
    const answer = await owner.put('/user', { user: { [field]: value } });
    assertInvalid(t, answer, { contract, field, messages });
  });
}

const wrongTypes = [true, ['x'], [[]], { x: 1 }];

for (const contract of contracts) {
  const cases = [
    ...laravelCases.map(([field, value]) => [field, value] as const),
    ['password', 'p'.repeat(contract.shortestNewPassword - 1)] as const,
    ['image', `https://example.com/${'i'.repeat(2048)}`] as const,
    ...['username', 'email', 'password', 'bio', 'image'].flatMap((field) =>
      wrongTypes.map((value) => [field, value] as const),
    ),
  ];
  for (const [field, value] of cases) {
    const shown = JSON.stringify(value).slice(0, 60);
    test(`${contract.name}: PUT user with ${field} ${shown} is refused and nothing is stored`, async (t) => {
      const { owner } = await castFor(contract);
      const { token: _, ...before } = (await owner.get('/user')).body.user;
      const answer = await owner.put('/user', { user: { [field]: value } });
      assertRefused(t, answer, { contract, status: 422 });
      t.true(Array.isArray(answer.body.errors[field]), answer.summary);
      t.like((await owner.get('/user')).body.user, before);
    });
  }

  test(`${contract.name}: a new password of ${contract.shortestNewPassword} characters is long enough`, async (t) => {
    // The token of the cast would end with it.
    const changer = await register(contract);
    const password = 'p'.repeat(contract.shortestNewPassword);
    assertShape(t, await changer.put('/user', { user: { password } }), { contract, shape: 'user' });
  });

  test(`${contract.name}: a bio of 255 characters fits, also one of emoji`, async (t) => {
    const { changer } = await castFor(contract);
    for (const bio of ['b'.repeat(255), '🦄'.repeat(255)]) {
      const answer = await changer.put('/user', { user: { bio } });
      assertShape(t, answer, { contract, shape: 'user' });
      t.is(answer.body.user.bio, bio);
    }
  });

  for (const image of [
    'http://example.com/a',
    'https://example.com/ä.png?x=1#y',
    'https://example.com:8443/a',
    'http://localhost/a',
    'ftp://example.com/a',
  ]) {
    test(`${contract.name}: ${image} is an image`, async (t) => {
      const { changer } = await castFor(contract);
      const answer = await changer.put('/user', { user: { image } });
      assertShape(t, answer, { contract, shape: 'user' });
      t.is(answer.body.user.image, image);
    });
  }
}
