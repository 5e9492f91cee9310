import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { Contract } from '../contract/contract.ts';
import type { Failure } from './api-error.ts';
import { causalityHeader } from './causality.ts';
import { describeInput, describeOutput, type Json } from './openapi-schema.ts';
import type { Body, Route } from './route.ts';

/** What the seeds have, so that a route can be tried as it stands. */
export const seeded: Record<string, string> = { username: 'demo', slug: 'vester-voluptatum-avaritia-ante-1' };

const security = {
  required: [{ Token: [] }],
  optional: [{}, { Token: [] }],
  public: [],
};
const tokenUse = { required: 'Needs a token.', optional: 'Takes a token, and needs none.', public: 'Takes no token.' };

/** Describes one method of a route. */
export function describeRoute(route: Route, method: string, contract: Contract): Json {
  const { body, documentation, access } = route;
  const { summary, tag } = documentation;
  return {
    summary,
    description: tokenUse[access],
    tags: [tag],
    operationId: nameOperation(route.path, method),
    parameters: [...describePath(route.path), ...describeQuery(route.query), ...describeHeaders(method)],
    ...(body && { requestBody: { required: true, content: describeBody(body) } }),
    responses: describeAnswers(route, method, contract),
    security: security[access],
  };
}

function nameOperation(path: string, method: string): string {
  return [method, ...path.split('/').filter(Boolean)].map((word) => word.replace(':', 'by-')).join('-');
}

function describePath(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: name === 'id' ? 'integer' : 'string' },
    ...(seeded[name] && { example: seeded[name] }),
  }));
}

function describeQuery(query: Route['query']): Json[] {
  if (!query) return [];
  const { properties = {} } = describeInput(query) as { properties?: Record<string, Json> };
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

const describeBody = ({ wrapper, name, example }: Body): Json => ({
  'application/json': {
    schema: {
      type: 'object',
      required: [wrapper],
      properties: { [wrapper]: { $ref: `#/components/schemas/${name}` } },
    },
    example: { [wrapper]: example },
  },
});

function describeAnswers(route: Route, method: string, contract: Contract): Json {
  const status = contract.statuses[route.answers ?? 'ok'];
  const success = {
    description: STATUS_CODES[status],
    headers: describeAnswerHeaders(route, method),
    ...(status !== 204 && { content: describeContent(route) }),
  };
  const failures = listFailures(route).map((failure) => describeFailure(failure, contract));
  const other = { description: 'Any other failure', content: describeJson(errors) };
  return { ...Object.fromEntries([[status, success], ...failures]), '4XX': other, '5XX': other };
}

const describeContent = ({ stream, documentation: { answer } }: Route): Json =>
  stream ? { 'text/event-stream': { schema: { type: 'string' } } } : describeJson(describeOutput(z.object(answer)));

function describeAnswerHeaders({ next }: Route, method: string): Json {
  const text = { type: 'string' };
  return {
    ...(method !== 'get' && { [causalityHeader]: { schema: text } }),
    ...(next && { Link: { description: 'Leads to the next page.', schema: text } }),
  };
}

/** Of failures with the same status the last one is the example. */
function listFailures({ access, names, own, query, body, limited, documentation }: Route): Failure[] {
  const failures: (Failure | false | undefined)[] = [
    access !== 'public' && { kind: 'unauthenticated', reason: access === 'required' ? 'absent' : 'invalid' },
    own && { kind: 'forbidden', resource: own },
    names && { kind: 'missing', resource: names },
    own && { kind: 'missing', resource: own },
    body?.findBroken && { kind: 'invalid', fields: { email: ['unique'] } },
    query && { kind: 'invalid', fields: { limit: ['to:100'] } },
    body && { kind: 'invalid', fields: { [firstField(body.schema)]: ['required'] } },
    limited && { kind: 'protocol', status: 429, subject: 'request', message: 'Too Many Attempts.' },
    ...(documentation.failures ?? []),
  ];
  return failures.filter((failure): failure is Failure => Boolean(failure));
}

function firstField(schema: z.ZodType): string {
  return schema instanceof z.ZodObject ? (Object.keys(schema.shape)[0] ?? 'body') : 'body';
}

const errors = { $ref: '#/components/schemas/Errors' };

function describeFailure(failure: Failure, contract: Contract): [number, Json] {
  const { status, errors: example } = contract.explain(failure);
  const content = { 'application/json': { schema: errors, example: { errors: example } } };
  return [status, { description: STATUS_CODES[status], content }];
}

const describeJson = (schema: Json) => ({ 'application/json': { schema } });
