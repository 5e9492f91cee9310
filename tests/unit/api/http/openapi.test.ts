import test from 'ava';
import { laravel } from '../../../../api/contract/laravel.ts';
import { realworld } from '../../../../api/contract/realworld.ts';
import { describeApi } from '../../../../api/http/openapi.ts';
import { seeded } from '../../../../api/http/openapi-route.ts';
import { check } from '../../../../api/http/rules.ts';
import { listRoutes } from '../../../../api/routes.ts';
import { buildArticle, listDefaultAuthors } from '../../../../seeds/articles.ts';
import { listPeople } from '../../../../seeds/people.ts';

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security: object[];
  responses: Record<string, { description: string }>;
  requestBody?: { content: { 'application/json': { schema: never; example: never } } };
}

interface Description {
  openapi: string;
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>> };
}

const routes = listRoutes({ passwords: {} as never, tokens: {} as never, streams: {} as never });
const describe = (contract: typeof laravel) =>
  describeApi(routes, { contract, servers: ['/api'] }) as unknown as Description;
const both = [describe(laravel), describe(realworld)];
const operations = ({ paths }: Description) => Object.values(paths).flatMap((path) => Object.values(path));
const statusesOf = (contract: typeof laravel, method: string, path: string) =>
  Object.keys(describe(contract).paths[path]?.[method]?.responses ?? {});

test('every route is described, with its verbs', (t) => {
  const { openapi, paths } = describe(laravel);
  t.is(openapi, '3.1.0');
  t.is(Object.keys(paths).length, 21);
  t.deepEqual(Object.keys(paths['/articles/{slug}'] ?? {}), ['get', 'put', 'patch', 'delete']);
  for (const route of routes)
    for (const method of route.methods) t.truthy(paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[method]);
});

test('the description says what the schemas demand', (t) => {
  const { paths, components } = describe(laravel);
  t.like(paths['/users']?.post?.requestBody?.content['application/json'].schema, {
    properties: { user: { $ref: '#/components/schemas/NewUser' } },
  });
  t.like(components.schemas.NewUser, {
    required: ['username', 'email', 'password'],
    properties: { username: { maxLength: 50 }, password: { minLength: 6 } },
  });
  const changes = describe(realworld).components.schemas.UserChanges;
  t.like(changes, { properties: { password: { minLength: 8 } } });
});

test('statuses are those of the contract', (t) => {
  t.deepEqual(statusesOf(laravel, 'post', '/articles'), ['200', '401', '422', '4XX', '5XX']);
  t.deepEqual(statusesOf(realworld, 'post', '/articles'), ['201', '401', '422', '4XX', '5XX']);
  t.deepEqual(statusesOf(realworld, 'delete', '/articles/{slug}'), ['204', '401', '403', '404', '4XX', '5XX']);
  t.deepEqual(statusesOf(laravel, 'delete', '/articles/{slug}/comments/{id}'), [
    '200',
    '401',
    '403',
    '404',
    '4XX',
    '5XX',
  ]);
  t.deepEqual(statusesOf(realworld, 'post', '/users'), ['201', '409', '422', '429', '4XX', '5XX']);
  t.deepEqual(statusesOf(laravel, 'post', '/users'), ['200', '422', '429', '4XX', '5XX']);
  t.deepEqual(statusesOf(realworld, 'post', '/users/login'), ['200', '401', '422', '429', '4XX', '5XX']);
  t.deepEqual(statusesOf(realworld, 'delete', '/articles/{slug}/favorite'), ['200', '401', '404', '4XX', '5XX']);
});

test('each route says whether a token is needed, may come, or does not count', (t) => {
  const { paths } = describe(laravel);
  t.deepEqual(paths['/users/login']?.post?.security, []);
  t.deepEqual(paths['/users']?.post?.security, []);
  t.deepEqual(paths['/tags']?.get?.security, []);
  t.deepEqual(paths['/articles']?.get?.security, [{}, { Token: [] }]);
  t.deepEqual(paths['/user']?.get?.security, [{ Token: [] }]);
});

test('every reference leads to a component, and every component is referred to', (t) => {
  for (const description of both) {
    const referred = JSON.stringify(description).match(/(?<="#\/components\/schemas\/)\w+/g) ?? [];
    t.deepEqual([...new Set(referred)].sort(), Object.keys(description.components.schemas).sort());
    t.false(JSON.stringify(description).includes('$defs'));
  }
});

test('names of operations are unique, and their tags are explained', (t) => {
  for (const description of both) {
    const names = operations(description).map(({ operationId }) => operationId);
    t.is(new Set(names).size, names.length);
    const explained = description.tags.map(({ name }) => name);
    for (const { tags, summary } of operations(description)) {
      t.true(explained.includes(tags[0] ?? ''), tags[0]);
      t.truthy(summary);
    }
  }
});

test('examples are accepted as they stand, and name what the seeds have', (t) => {
  for (const { body } of routes) {
    if (!body) continue;
    for (const contract of [laravel, realworld])
      t.true(check(body.schemaOf?.(contract) ?? body.schema, body.example).ok);
  }
  const [demo] = listPeople();
  const [author = -1] = listDefaultAuthors();
  t.like(demo, { username: seeded.username, email: 'demo@example.com' });
  t.like(buildArticle(0, author), { author: 0, slug: seeded.slug });
});
