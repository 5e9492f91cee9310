import test, { type ExecutionContext } from 'ava';
import { assertRefused, assertShape } from './support/assertions.ts';
import { type Client, clientOf } from './support/client.ts';
import { type Contract, contracts } from './support/contracts.ts';
import { change, databaseTest, query } from './support/database.ts';
import { environment } from './support/environment.ts';
import { eventually } from './support/eventually.ts';
import { articleInput, comment, type Person, register, write } from './support/people.ts';
import { claimsOf, laravelClaims, signToken } from './support/tokens.ts';
import { unique } from './support/unique.ts';

/** Most of these rounds begin and end within one second, which a token's own time cannot tell apart. */
const ROUNDS = 5;

for (const contract of contracts) {
  test(`${contract.name}: a changed password ends all tokens but the one that its answer carries`, async (t) => {
    const person = await register(contract);
    const kept = [person.token];
    for (let round = 0; round < ROUNDS; round += 1) {
      const password = unique('a new password');
      const answer = await clientOf(contract, kept.at(-1)).put('/user', { user: { password } });
      assertShape(t, answer, { contract, shape: 'user' });
      for (const token of kept) await assertEnded(t, clientOf(contract, token), contract);
      const login = await clientOf(contract).post('/users/login', { user: { email: person.email, password } });
      for (const token of [answer.body.user.token, login.body.user.token]) {
        t.is((await clientOf(contract, token).get('/user')).status, 200);
      }
      kept.push(login.body.user.token, answer.body.user.token);
    }
  });

  test(`${contract.name}: an ended token changes nothing on any route`, async (t) => {
    const [person, author] = await Promise.all([register(contract), register(contract)]);
    const [own, other] = await Promise.all([write(person, { tagList: ['kept'] }), write(author)]);
    const { id } = await comment(person, other.slug);
    await person.post(`/articles/${own.slug}/favorite`);
    await person.post(`/profiles/${author.username}/follow`);
    const { body } = await person.put('/user', { user: { password: 'another long one' } });
    const fresh = clientOf(contract, body.user.token);
    const before = await readAll(fresh, [own.slug, other.slug], person.username);
    const [tag, title] = [unique('tag'), unique('title')];
    const writes: [method: string, path: string, json?: object][] = [
      ['PUT', '/user', { user: { bio: 'Not mine' } }],
      ['PUT', '/user', { user: { password: 'the old owner' } }],
      ['POST', '/articles', { article: articleInput({ title, tagList: ['kept'] }) }],
      ['POST', '/articles', { article: articleInput({ title, tagList: [tag] }) }],
      ['PUT', `/articles/${own.slug}`, { article: { body: 'Not mine' } }],
      ['PUT', `/articles/${own.slug}`, { article: { title, tagList: [tag] } }],
      ['DELETE', `/articles/${own.slug}`],
      ['DELETE', `/articles/${own.slug}/favorite`],
      ['POST', `/articles/${other.slug}/favorite`],
      ['POST', `/articles/${other.slug}/comments`, { comment: { body: 'Not mine' } }],
      ['DELETE', `/articles/${other.slug}/comments/${id}`],
      ['DELETE', `/profiles/${author.username}/follow`],
    ];
    for (const headers of [{}, { 'idempotency-key': unique('key') }] as Record<string, string>[]) {
      for (const [method, path, json] of writes) {
        const answer = await person.send(method, path, { json, headers });
        assertRefused(t, answer, { contract, status: 401 });
      }
    }
    t.deepEqual(await readAll(fresh, [own.slug, other.slug], person.username), before);
    t.false((await fresh.get('/tags')).body.tags.includes(tag));
  });

  test(`${contract.name}: a change of anything else ends no token`, async (t) => {
    const person = await register(contract);
    await person.put('/user', { user: { bio: 'New', image: 'https://example.com/new.png' } });
    t.is((await person.get('/user')).status, 200);
  });

  if (environment.JWT_SECRET) {
    databaseTest(
      `${contract.name}: a password that a Laravel app changes ends tokens of both, and its next one holds`,
      async (t) => {
        const person = await register(contract);
        const id = Number(claimsOf(person.token).sub);
        const claims = laravelClaims(id);
        // Not the second of the registration: an update that moves no time is taken for one of now.
        const changedAt = Number(claims.iat) - 100;
        const clientSince = (iat: number) => clientOf(contract, signToken({ ...claims, iat, nbf: iat }));
        const [older, next] = [clientSince(changedAt - 1), clientSince(changedAt)];
        for (const client of [older, next]) t.is((await client.get('/user')).status, 200);
        // As Eloquent writes it.
        const sql = "UPDATE users SET password = '$2y$10$x', updated_at = FROM_UNIXTIME(?) WHERE id = ?";
        await change(1, sql, [changedAt, id]);
        await eventually(
          () => person.get('/user'),
          ({ status }) => status === 401,
        );
        await assertEnded(t, person, contract);
        await assertEnded(t, older, contract);
        t.is((await next.get('/user')).status, 200);
      },
    );

    test(`${contract.name}: a Laravel app's token from before the change ends, and one from after it holds`, async (t) => {
      const person = await register(contract);
      const id = Number(claimsOf(person.token).sub);
      const claims = laravelClaims(id);
      const older = clientOf(contract, signToken({ ...claims, iat: Number(claims.iat) - 5 }));
      t.is((await older.get('/user')).status, 200);
      await person.put('/user', { user: { password: 'another long one' } });
      await assertEnded(t, older, contract);
      t.is((await clientOf(contract, signToken(laravelClaims(id))).get('/user')).status, 200);
    });
  }
}

databaseTest('every change of a password gets a number of its own, and nothing else changes the number', async (t) => {
  const person = await register(contracts[0] as Contract);
  const read = async () =>
    (await query<{ ms: number }>('SELECT password_set_ms AS ms FROM users WHERE username = ?', [person.username]))[0]
      ?.ms;
  t.is(await read(), 0);
  const set = (assignments: string) =>
    change(1, `UPDATE users SET ${assignments} WHERE username = ?`, [person.username]);
  await set("bio = 'new', password = password");
  t.is(await read(), 0);
  const seen = [0];
  for (const hash of ['$2y$10$a', '$2y$10$A']) {
    await set(`password = '${hash}', updated_at_ms = '2026-02-03 04:05:06.789'`);
    const ms = await eventually(read, (now) => Number(now) > Number(seen.at(-1)));
    t.true(Number(ms) > Number(seen.at(-1)));
    seen.push(Number(ms));
  }
  t.is(seen[1], Date.parse('2026-02-03T04:05:06.789Z'));
});

/** On a route that needs a token and on one that does not. */
async function assertEnded(t: ExecutionContext, client: Client, contract: Contract): Promise<void> {
  for (const path of ['/user', '/articles?limit=1']) {
    const answer = await client.get(path);
    assertRefused(t, answer, { contract, status: 401 });
    const { token, message } = answer.body.errors;
    const ended = contract.name === 'laravel' ? message : token;
    t.deepEqual(
      ended,
      contract.name === 'laravel' ? 'JWT error: Token is invalid' : ['ended with the password it was given for'],
    );
  }
}

/** Everything that the writes of a user can change. */
async function readAll(reader: Client, slugs: string[], username: Person['username']) {
  const paths = [
    '/user',
    `/articles?author=${username}`,
    ...slugs.flatMap((slug) => [`/articles/${slug}`, `/articles/${slug}/comments`]),
  ];
  const answers = await Promise.all(paths.map((path) => reader.get(path)));
  return answers.map(({ body }) => ({ ...body, ...(body.user && { user: { ...body.user, token: '' } }) }));
}
