import test from 'ava';
import { assertNotFound, assertRefused, assertShape, assertTokenMissing } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { findDefaultContract } from './support/default-contract.ts';
import { articleInput, register } from './support/people.ts';
import { unique } from './support/unique.ts';

test('/api serves one of the two contracts, and all of it', async (t) => {
  const contract = await findDefaultContract();
  const anonymous = clientOf(contract);
  const person = await register(contract);
  const created = await person.post('/articles', { article: articleInput() });
  assertShape(t, created, { contract, shape: 'article', status: contract.createdStatus });
  const list = await anonymous.get(`/articles?author=${person.username}`);
  assertShape(t, list, { contract, shape: 'articles' });
  const { email } = person;
  const login = await anonymous.post('/users/login', { user: { email, password: 'wrong' } });
  assertRefused(t, login, { contract, ...contract.wrongCredentials });
  const unknown = await anonymous.delete(`/articles/${unique('unknown')}`);
  if (contract.looksUpBeforeToken) assertNotFound(t, unknown, { contract, kind: 'article' });
  else assertTokenMissing(t, unknown, contract);
  t.is((await person.delete(`/articles/${created.body.article.slug}`)).status, contract.deletedStatus);
});

test('what is written under one contract is read under the other', async (t) => {
  const contract = await findDefaultContract();
  const person = await register(contract);
  const created = await person.post('/articles', { article: articleInput() });
  for (const mount of ['/laravel/api', '/realworld/api']) {
    const read = await clientOf({ ...contract, mount }).get(`/articles/${created.body.article.slug}`);
    t.is(read.status, 200, read.summary);
    t.is(Date.parse(read.body.article.createdAt), Date.parse(created.body.article.createdAt));
  }
});
