import { readFileSync } from 'node:fs';
import test from 'ava';
import { findDefaultContract } from './support/default-contract.ts';
import { send } from './support/http.ts';
import { comment, register, write } from './support/people.ts';
import { routes } from './support/routes.ts';

const file = readFileSync(new URL('../../docs/api.http', import.meta.url), 'utf8');
const requests = [...file.matchAll(/^(GET|POST|PUT|PATCH|DELETE) (\S+)$/gm)].map(([line, method = '', url = '']) => ({
  line,
  method,
  url,
}));

test('api.http has every route of the contract', (t) => {
  const sent = requests.map(({ method, url }) => {
    const path = url.replace('{{baseUrl}}', '').replace(/\?.*/, '');
    return `${method} ${path.replaceAll(/\{\{\w+\}\}/g, ':')}`;
  });
  const wanted = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`);
  t.deepEqual(
    wanted.filter((route) => !sent.includes(route)),
    [],
  );
});

test('every request of api.http leads to a route', async (t) => {
  const contract = await findDefaultContract();
  const person = await register(contract);
  const { slug } = await write(person);
  const { id } = await comment(person, slug);
  const values: Record<string, string> = {
    host: '',
    baseUrl: '/api',
    slug,
    username: person.username,
    commentId: `${id}`,
  };
  for (const { line, method, url } of requests) {
    const path = url.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? `no-${name}`);
    const { status, summary } = await send(method, path);
    t.true([200, 401, 422].includes(status), `${line}: ${summary}`);
  }
});

test('every body of api.http is JSON', (t) => {
  const bodies = file.match(/^\{ .*\}$/gm) ?? [];
  t.true(bodies.length >= 8);
  for (const body of bodies) t.notThrows(() => JSON.parse(body.replaceAll(/\{\{[^{}]+\}\}/g, '1')), body);
});
