import { z } from 'zod';
import type { Contract } from '../contract/contract.ts';
import { describeRoute } from './openapi-route.ts';
import { describeInput, describeOutput, type Json, toComponentPath } from './openapi-schema.ts';
import type { Route } from './route.ts';

const tags = {
  Users: 'Registration, login, and the user you are.',
  Profiles: 'Users as others see them, and following them.',
  Articles: 'Lists, a feed, and single articles.',
  Favorites: 'Articles that users have marked.',
  Comments: 'Comments of an article.',
  Tags: 'Names that articles are marked with.',
  Webhooks: 'Where notifications are sent to; the profile events sends them.',
  Locks: 'Locks with leases and tokens, and who edits an article; the profile locks grants them.',
  Notifications: 'What others did that concerns a user; the profile events adds to it.',
};

/** The OpenAPI 3.1 description of the routes, made of the schemas that check the requests. */
export function describeApi(routes: Route[], { contract, servers }: { contract: Contract; servers: string[] }): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    for (const method of route.methods)
      paths[path] = { ...paths[path], [method]: describeRoute(route, method, contract) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'RealWorld API',
      version: '1.0.0',
      description: `Conduit, the RealWorld example. \`/laravel/api\` and \`/realworld/api\` always answer by one of the two contracts; \`/api\` is ${contract.name} here, and so is this description. To try it: log in as demo@example.com, copy the token, and paste "Token …" under Authorize.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: servers.map((url) => ({ url })),
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        Token: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`Token …` or `Bearer …`' },
      },
      schemas: describeComponents(routes, contract),
    },
  };
}

const errors = z.object({ errors: z.record(z.string(), z.unknown()) });

function describeComponents(routes: Route[], contract: Contract): Json {
  const views = z.object(Object.assign({}, ...routes.map(({ documentation }) => documentation.answer)));
  const bodies = routes.flatMap(({ body }): [string, Json][] =>
    body ? [[body.name, describeInput(body.schemaOf?.(contract) ?? body.schema)]] : [],
  );
  const { $defs } = z.toJSONSchema(views);
  const named = Object.entries($defs ?? {}).map(([name, { id, ...schema }]) => [name, schema]);
  return toComponentPath({ ...Object.fromEntries([...named, ...bodies]), Errors: describeOutput(errors) });
}
