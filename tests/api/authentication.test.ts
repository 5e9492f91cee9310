import test from 'ava';
import { assertRefused, assertShape, assertTokenMissing } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { type Contract, contracts } from './support/contracts.ts';
import { castOf, comment, write } from './support/people.ts';
import { pathOf, routes } from './support/routes.ts';

const castFor = castOf('owner');

async function pathsThatExist(contract: Contract) {
  const { owner } = await castFor(contract);
  const { slug } = await write(owner);
  const { id } = await comment(owner, slug);
  return { username: owner.username, slug, id };
}

for (const contract of contracts) {
  for (const route of routes.filter(({ token }) => token === 'required')) {
    test(`${contract.name}: ${route.method} ${route.path} needs a token`, async (t) => {
      const path = pathOf(route, await pathsThatExist(contract));
      assertTokenMissing(t, await clientOf(contract).send(route.method, path), contract);
    });
  }

  for (const route of routes.filter(({ token }) => token === 'optional')) {
    test(`${contract.name}: ${route.method} ${route.path} works with and without a token`, async (t) => {
      const { owner } = await castFor(contract);
      const path = pathOf(route, await pathsThatExist(contract));
      for (const client of [clientOf(contract), owner]) {
        assertShape(t, await client.send(route.method, path), { contract, shape: route.answers });
      }
    });
  }

  for (const route of routes.filter(({ token }) => token !== 'none')) {
    test(`${contract.name}: ${route.method} ${route.path} refuses a token that is none, also where it is optional`, async (t) => {
      const path = pathOf(route, await pathsThatExist(contract));
      const { owner } = await castFor(contract);
      for (const token of ['x', 'a.b.c', `${owner.token}x`, owner.token.slice(0, -5), 'null', 'undefined']) {
        const answer = await clientOf(contract, token).send(route.method, path);
        assertRefused(t, answer, { contract, status: 401 });
        if (contract.name === 'laravel') {
          t.like(answer.body.errors, { message: 'JWT error: Token is invalid', status_code: 401 }, answer.summary);
        }
      }
    });
  }

  for (const scheme of ['Token', 'Bearer', 'token', 'BEARER', 'tOkEn', 'bearer']) {
    test(`${contract.name}: the scheme may be written ${scheme}`, async (t) => {
      const { owner } = await castFor(contract);
      const headers = { authorization: `${scheme} ${owner.token}` };
      assertShape(t, await clientOf(contract).get('/user', { headers }), { contract, shape: 'user' });
    });
  }

  for (const authorization of ['', 'Token', 'Token ', 'Basic ZGVtbzpzZWNyZXQ=', 'Digest x']) {
    test(`${contract.name}: "${authorization}" is no token`, async (t) => {
      const headers = { authorization };
      assertTokenMissing(t, await clientOf(contract).get('/user', { headers }), contract);
      assertShape(t, await clientOf(contract).get('/articles?limit=1', { headers }), { contract, shape: 'articles' });
    });
  }

  for (const [what, token] of [
    ['8 kB of text', 'x'.repeat(8000)],
    ['8 kB of a token', `${'eyJ'.repeat(2000)}.${'eyJ'.repeat(600)}.x`],
    ['only dots', '...'],
    ['a JSON text', '{"sub":1}'],
    ['SQL', "' OR 1=1 -- "],
    ['bytes beyond ASCII', '\u00e9\u00ff'],
  ] as const) {
    test(`${contract.name}: a token of ${what} is invalid`, async (t) => {
      const answer = await clientOf(contract, token).get('/user');
      assertRefused(t, answer, { contract, status: 401 });
    });
  }

  test(`${contract.name}: a token works in both contracts`, async (t) => {
    const { owner } = await castFor(contract);
    for (const other of contracts) {
      assertShape(t, await clientOf(other, owner.token).get('/user'), { contract: other, shape: 'user' });
    }
  });
}
