import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { Contract } from '../contract/contract.ts';
import type { Failure } from './api-error.ts';
import { causalityHeader } from './causality.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

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
      description: `Conduit, the RealWorld example. \`/laravel/api\` and \`/realworld/api\` always answer by one of the two contracts; \`/api\` is ${contract.name} here, and so is this description.`,
    },
    servers: servers.map((url) => ({ url })),
    paths,
    components: {
      securitySchemes: {
        Token: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`Token …` or `Bearer …`' },
      },
    },
  };
}

function describeRoute(route: Route, method: string, contract: Contract): Json {
  const { body, documentation } = route;
  const { summary, tag } = documentation;
  return {
    summary,
    tags: [tag],
    operationId: nameOperation(route.path, method),
    parameters: [...describePath(route.path), ...describeQuery(route.query), ...describeHeaders(method)],
    ...(body && { requestBody: { required: true, content: describeBody(wrap(body.wrapper, body.schema)) } }),
    responses: describeAnswers(route, method, contract),
    ...(route.access !== 'public' && {
      security: route.access === 'required' ? [{ Token: [] }] : [{}, { Token: [] }],
    }),
  };
}

function nameOperation(path: string, method: string): string {
  return [method, ...path.split('/').filter(Boolean)].map((word) => word.replace(':', 'by-')).join('-');
}

function describePath(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: name === 'id' ? 'integer' : 'string' },
  }));
}

function describeQuery(query: Route['query']): Json[] {
  if (!query) return [];
  const { properties = {} } = describeSchema(query) as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

function describeHeaders(method: string): Json[] {
  const causality =
    'What an earlier answer gave: this request sees everything that came before it, through any API process.';
  const idempotency =
    'Chosen by the client. The same key and body again gives the first answer again, and it is done once.';
  return [
    { name: causalityHeader, in: 'header', required: false, description: causality, schema: { type: 'string' } },
    ...(method === 'post'
      ? [{ name: 'Idempotency-Key', in: 'header', required: false, description: idempotency, schema: keySchema }]
      : []),
  ];
}

const keySchema = { type: 'string', minLength: 1, maxLength: 255 };

function describeAnswers(route: Route, method: string, contract: Contract): Json {
  const kind = method === 'delete' && Object.keys(route.documentation.answer).length === 0 ? 'deleted' : 'ok';
  const isCreation = method === 'post' && !/login|follow|favorite/.test(route.path);
  const status = contract.statuses[isCreation ? 'created' : kind];
  const success = {
    description: STATUS_CODES[status],
    ...(method !== 'get' && { headers: { [causalityHeader]: { schema: { type: 'string' } } } }),
    ...(status !== 204 && { content: describeBody(describeOutput(z.object(route.documentation.answer))) }),
  };
  const failures = listFailures(route).map((failure) => describeFailure(failure, contract));
  return Object.fromEntries([[status, success], ...failures]);
}

function listFailures({ access, names, query, body, limited }: Route): Failure[] {
  const failures: (Failure | false | undefined)[] = [
    access !== 'public' && { kind: 'unauthenticated', reason: access === 'required' ? 'absent' : 'invalid' },
    names && { kind: 'missing', resource: names },
    query && { kind: 'invalid', fields: { limit: ['to:100'] } },
    body && { kind: 'invalid', fields: { [firstField(body.schema)]: ['required'] } },
    limited && { kind: 'protocol', status: 429, subject: 'request', message: 'Too Many Attempts.' },
  ];
  return failures.filter((failure): failure is Failure => Boolean(failure));
}

function firstField(schema: z.ZodType): string {
  return schema instanceof z.ZodObject ? (Object.keys(schema.shape)[0] ?? 'body') : 'body';
}

function describeFailure(failure: Failure, contract: Contract): [number, Json] {
  const { status, errors } = contract.explain(failure);
  const content = { 'application/json': { schema: { type: 'object' }, example: { errors } } };
  return [status, { description: STATUS_CODES[status], content }];
}

const describeBody = (schema: Json) => ({ 'application/json': { schema } });

const wrap = (wrapper: string, schema: z.ZodType): Json => ({
  type: 'object',
  required: [wrapper],
  properties: { [wrapper]: describeSchema(schema) },
});

function describeSchema(schema: z.ZodType): Json {
  const { $schema, ...description } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return description;
}

function describeOutput(schema: z.ZodType): Json {
  const { $schema, ...description } = z.toJSONSchema(schema, { io: 'output' });
  return description;
}
