import test from 'ava';
import { chooseFormat } from '../../../../api/http/body.ts';
import { createMounts } from '../../../../api/http/contract-choice.ts';
import { renderDate } from '../../../../api/http/dates.ts';
import { explainMissingParent } from '../../../../api/http/missing-parent.ts';
import { chooseRequestId } from '../../../../api/http/request-log.ts';
import { pickOrigin } from '../../../../api/http/security-headers.ts';
import { duplicateKeyOf, missingParentOf } from '../../../../api/key-failures.ts';

test('a date has milliseconds and the suffix of its contract', (t) => {
  const date = new Date('2026-11-20T09:30:00.120Z');
  t.is(renderDate(date, 'Z'), '2026-11-20T09:30:00.120Z');
  t.is(renderDate(date, '+00:00'), '2026-11-20T09:30:00.120+00:00');
});

test('a row that SQL put into the table without a date has none', (t) => {
  t.is(renderDate(null, 'Z'), null);
});

test('a path belongs to the contract of its mount', (t) => {
  const findMount = createMounts('realworld');
  t.like(findMount('/api/articles'), { contract: { name: 'realworld' }, path: '/articles' });
  t.like(findMount('/laravel/api/articles/x'), { contract: { name: 'laravel' }, path: '/articles/x' });
  t.like(findMount('/realworld/api'), { contract: { name: 'realworld' }, path: '/' });
  for (const path of ['/', '/apis', '/laravel', '/laravel/apix']) t.is(findMount(path).path, null, path);
});

test('a sane id of a client is kept, anything else replaced', (t) => {
  t.is(chooseRequestId('trace-1.2:3_4'), 'trace-1.2:3_4');
  for (const id of [undefined, '', 'a b', 'x'.repeat(65), 'a\nb', '<script>'])
    t.regex(chooseRequestId(id), /^[0-9a-f-]{36}$/);
});

test('an origin has to be one of those allowed', (t) => {
  t.is(pickOrigin('https://a.test', ['https://a.test']), 'https://a.test');
  t.is(pickOrigin('https://a.test.evil', ['https://a.test']), '');
  t.is(pickOrigin(undefined, ['https://a.test']), '');
});

test('the type of a body says how it is read', async (t) => {
  const read = (type?: string, encoding?: string) =>
    chooseFormat({
      'content-length': '2',
      ...(type && { 'content-type': type }),
      ...(encoding && { 'content-encoding': encoding }),
    });
  const json = Buffer.from('{"a":1}');
  for (const type of ['application/json', 'Application/JSON; charset=UTF-8', 'application/vnd.api+json', 'text/json']) {
    t.deepEqual(await read(type)?.(json), { a: 1 }, type);
  }
  t.deepEqual(await read('application/x-www-form-urlencoded')?.(Buffer.from('a=1')), { a: '1' });
  const part = Buffer.from('--x\r\nContent-Disposition: form-data; name="user[email]"\r\n\r\na@b.co\r\n--x--\r\n');
  t.deepEqual(await read('multipart/form-data; boundary=x')?.(part), { user: { email: 'a@b.co' } });
  t.deepEqual(await read()?.(json), {}, 'a body without a type is no input');
});

test('a body of any other type is refused, an empty one never', (t) => {
  const read = (type: string, encoding = 'identity', length = '2') =>
    chooseFormat({ 'content-type': type, 'content-encoding': encoding, 'content-length': length });
  for (const type of ['text/xml', 'image/png', 'text/plain', 'application/jsonx', 'nonsense']) {
    t.is(read(type), null, type);
    t.not(read(type, 'identity', '0'), null, type);
  }
  t.is(read('application/json; charset=utf-7'), null);
  t.is(read('application/json', 'gzip'), null);
});

test('a duplicate is known by the key it ran into', (t) => {
  const error = (sqlMessage: string) => ({ errno: 1062, sqlMessage });
  t.is(duplicateKeyOf(error("Duplicate entry 'x' for key 'users.users_email_unique'")), 'users_email_unique');
  t.is(duplicateKeyOf(error("Duplicate entry 'a' for key 'b' for key 'articles_slug_unique'")), 'articles_slug_unique');
  t.is(duplicateKeyOf({ errno: 1213 }), null);
  t.is(duplicateKeyOf(undefined), null);
});

test('a parent that was deleted meanwhile was never there', (t) => {
  const error = (key: string) => ({
    errno: 1452,
    sqlMessage: `fails (\`r\`.\`c\`, CONSTRAINT \`${key}\` FOREIGN KEY …)`,
  });
  t.is(missingParentOf(error('comments_article_id_foreign')), 'comments_article_id_foreign');
  t.like(explainMissingParent(error('favorites_article_id_foreign')), {
    failure: { kind: 'missing', resource: 'article' },
  });
  t.like(explainMissingParent(error('follows_followed_id_foreign')), {
    failure: { kind: 'missing', resource: 'profile' },
  });
  t.like(explainMissingParent(error('articles_user_id_foreign')), { failure: { kind: 'unauthenticated' } });
  const other = new Error('other');
  t.is(explainMissingParent(other), other);
});
