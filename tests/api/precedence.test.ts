import test from 'ava';
import { assertForbidden, assertNotFound, assertRefused, assertTokenMissing } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { castOf, comment, write } from './support/people.ts';
import { pathOf, routes } from './support/routes.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author', 'stranger');
const unknown = () => ({ slug: unique('unknown'), username: unique('unknown'), id: 1 });
const kindOf = (path: string) => (path.startsWith('/profiles') ? 'profile' : 'article');
const lookups = routes.filter(({ path, token }) => token === 'required' && path.includes(':'));

for (const contract of contracts) {
  const first = contract.looksUpBeforeToken ? '404 comes before 401' : '401 comes before 404';

  for (const route of lookups) {
    test(`${contract.name}: ${first} for ${route.method} ${route.path}`, async (t) => {
      const answer = await clientOf(contract).send(route.method, pathOf(route, unknown()));
      if (contract.looksUpBeforeToken) assertNotFound(t, answer, { contract, kind: kindOf(route.path) });
      else assertTokenMissing(t, answer, contract);
    });

    test(`${contract.name}: with a token, ${route.method} ${route.path} of an unknown id is 404`, async (t) => {
      const { author } = await castFor(contract);
      const json = route.wrapper ? { [route.wrapper]: { title: '', body: '' } } : undefined;
      const answer = await author.send(route.method, pathOf(route, unknown()), { json });
      assertNotFound(t, answer, { contract, kind: kindOf(route.path) });
    });
  }

  test(`${contract.name}: ${first} for an unknown comment of a known article`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    const answer = await clientOf(contract).delete(`/articles/${slug}/comments/999999999`);
    if (contract.looksUpBeforeToken) assertNotFound(t, answer, { contract, kind: 'comment' });
    else assertTokenMissing(t, answer, contract);
  });

  test(`${contract.name}: 401 comes before 403 and 422`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    const { id } = await comment(author, slug);
    const anonymous = clientOf(contract);
    for (const answer of [
      await anonymous.put(`/articles/${slug}`, { article: { title: '' } }),
      await anonymous.post('/articles', { article: {} }),
      await anonymous.post(`/articles/${slug}/comments`, { comment: {} }),
      await anonymous.delete(`/articles/${slug}/comments/${id}`),
      await anonymous.put('/user', { user: { email: 'no' } }),
    ]) {
      assertTokenMissing(t, answer, contract);
    }
  });

  test(`${contract.name}: 403 comes before 422`, async (t) => {
    const { author, stranger } = await castFor(contract);
    const { slug } = await write(author);
    const answer = await stranger.put(`/articles/${slug}`, { article: { title: '', tagList: 'x' } });
    assertForbidden(t, answer, { contract, kind: 'article' });
  });

  test(`${contract.name}: what is left is 422`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    const answer = await author.put(`/articles/${slug}`, { article: { title: '', tagList: 'x' } });
    assertRefused(t, answer, { contract, status: 422 });
  });
}
