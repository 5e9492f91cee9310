import test from 'ava';
import { laravel } from '../../../../api/contract/laravel.ts';
import { realworld } from '../../../../api/contract/realworld.ts';
import { describeApi } from '../../../../api/http/openapi.ts';
import { listRoutes } from '../../../../api/routes.ts';

type Operation = { responses: object; requestBody?: { content: { 'application/json': { schema: never } } } };
type Description = { openapi: string; paths: Record<string, Record<string, Operation>> };

const routes = listRoutes({ passwords: {} as never, tokens: {} as never });
const describe = (contract: typeof laravel) =>
  describeApi(routes, { contract, servers: ['/api'] }) as unknown as Description;

test('every route is described, with its verbs', (t) => {
  const { openapi, paths } = describe(laravel);
  t.is(openapi, '3.1.0');
  t.is(Object.keys(paths).length, 12);
  t.deepEqual(Object.keys(paths['/articles/{slug}'] ?? {}), ['get', 'put', 'patch', 'delete']);
  for (const route of routes)
    for (const method of route.methods) t.truthy(paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[method]);
});

test('the description says what the schemas demand', (t) => {
  const body = describe(laravel).paths['/users']?.post?.requestBody?.content['application/json'].schema;
  t.like(body, {
    properties: {
      user: {
        required: ['username', 'email', 'password'],
        properties: { username: { maxLength: 50 }, password: { minLength: 6 } },
      },
    },
  });
});

test('statuses are those of the contract', (t) => {
  t.deepEqual(Object.keys(describe(laravel).paths['/articles']?.post?.responses ?? {}), ['200', '401', '422']);
  t.deepEqual(Object.keys(describe(realworld).paths['/articles']?.post?.responses ?? {}), ['201', '401', '422']);
  t.deepEqual(Object.keys(describe(realworld).paths['/articles/{slug}']?.delete?.responses ?? {}), [
    '204',
    '401',
    '404',
  ]);
});
