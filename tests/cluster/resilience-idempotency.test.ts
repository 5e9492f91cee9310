import { randomUUID } from 'node:crypto';
import test from 'ava';
import { register } from './support/api-client.ts';
import { prepare, withKey } from './support/keyed.ts';
import { useLab } from './support/lab.ts';

test.before(async () => (await useLab()).waitUntilWhole());

interface CommentsBody {
  comments: { body: string }[];
}

test.serial('the same key and body get the first answer again, and it is done once', async (t) => {
  const { ask, token, slug } = await prepare();
  const request = { token, json: { comment: { body: 'once' } }, headers: withKey(randomUUID()) };
  const first = await ask('POST', `/articles/${slug}/comments`, request);
  t.is(first.status, 200);
  const again = await ask('POST', `/articles/${slug}/comments`, request);
  t.deepEqual([again.status, again.body], [first.status, first.body]);
  const { body } = await ask<CommentsBody>('GET', `/articles/${slug}/comments`);
  t.is(body.comments.length, 1);
});

test.serial('the same key with another body is 422', async (t) => {
  const { ask, token, slug } = await prepare();
  const headers = withKey(randomUUID());
  const path = `/articles/${slug}/comments`;
  await ask('POST', path, { token, json: { comment: { body: 'one' } }, headers });
  const { status, body } = await ask('POST', path, { token, json: { comment: { body: 'two' } }, headers });
  t.is(status, 422);
  t.regex(JSON.stringify(body), /was used for another request/);
});

test.serial('a user that is gone writes nothing, with a key or without', async (t) => {
  const { lab, rows, waitUntilEqual } = await useLab();
  const { ask, token, slug } = await prepare();
  const username = `gone-${randomUUID().slice(0, 8)}`;
  const orphaned = await register(ask, username);
  const [{ name = '' } = {}] = lab.target.endpoints.members;
  await rows(name, `DELETE FROM ${lab.database}.users WHERE username = '${username}'`);
  await waitUntilEqual();
  const json = { comment: { body: 'from nowhere' } };
  for (const path of [`/articles/${slug}/comments`, `/articles/${slug}/favorite`, '/profiles/demo/follow']) {
    for (const headers of [{}, withKey(randomUUID())]) {
      t.is(
        (await ask('POST', path, { token: orphaned, json, headers })).status,
        401,
        `${path} ${Object.keys(headers)}`,
      );
    }
  }
  const { body } = await ask<CommentsBody>('GET', `/articles/${slug}/comments`, { token });
  t.deepEqual(body.comments, []);
});

test.serial('articles of one title that come with keys each get a slug of their own', async (t) => {
  const { ask, token } = await prepare();
  const json = { article: { title: `Title ${randomUUID()}`, description: 'd', body: 'b', tagList: ['keyed'] } };
  const publish = () =>
    ask<{ article: { slug: string } }>('POST', '/articles', { token, json, headers: withKey(randomUUID()) });
  const answers = [await publish(), await publish(), ...(await Promise.all(Array.from({ length: 8 }, publish)))];
  t.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  t.is(new Set(answers.map(({ body }) => body.article.slug)).size, answers.length);
});

test.serial('a key belongs to its user and its path', async (t) => {
  const { ask, token, slug } = await prepare();
  const other = await register(ask, `other-${randomUUID().slice(0, 8)}`);
  const headers = withKey(randomUUID());
  const json = { comment: { body: 'mine' } };
  const path = `/articles/${slug}/comments`;
  const [mine, theirs] = [
    await ask('POST', path, { token, json, headers }),
    await ask('POST', path, { token: other, json, headers }),
  ];
  t.is(theirs.status, 200);
  t.notDeepEqual(theirs.body, mine.body);
});

test.serial('what was refused was not done: the key is free for the corrected request', async (t) => {
  const { ask, token, slug } = await prepare();
  const headers = withKey(randomUUID());
  const path = `/articles/${slug}/comments`;
  t.is((await ask('POST', path, { token, json: { comment: { body: '' } }, headers })).status, 422);
  t.is((await ask('POST', path, { token, json: { comment: { body: 'corrected' } }, headers })).status, 200);
});

test.serial('a key that no header can carry well is refused', async (t) => {
  const { ask, token, slug } = await prepare();
  const json = { comment: { body: 'x' } };
  for (const key of ['with space', 'x'.repeat(256)]) {
    const { status } = await ask('POST', `/articles/${slug}/comments`, { token, json, headers: withKey(key) });
    t.is(status, 400, key.slice(0, 20));
  }
});

test.serial(
  'a write answers with a token that another process honours, and nonsense in its place does no harm',
  async (t) => {
    const { ask, token, slug } = await prepare();
    const json = { comment: { body: 'x' } };
    const { headers } = await ask('POST', `/articles/${slug}/comments`, { token, json });
    const causality = String(headers['causality-token']);
    t.regex(causality, /^[\w-]+$/, 'fits a header and a cookie as it is');
    t.regex(String(headers['set-cookie']), /^causality=.*HttpOnly/);
    for (const carried of [causality, 'nonsense', `${causality}x`]) {
      const answer = await ask<CommentsBody>('GET', `/articles/${slug}/comments`, {
        headers: { 'Causality-Token': carried },
      });
      t.is(answer.status, 200);
      t.is(answer.body.comments.length, 1);
      t.true(answer.tookMs < 2_000);
    }
  },
);
