import { readFileSync } from 'node:fs';
import { z } from 'zod';

const pair = z.object({ key: z.string(), value: z.string() });
const event = z.strictObject({
  listen: z.enum(['prerequest', 'test']),
  script: z.strictObject({ type: z.literal('text/javascript'), exec: z.array(z.string()) }),
});
const auth = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('noauth') }),
  z.strictObject({ type: z.literal('apikey'), apikey: z.array(pair) }),
]);
const request = z.strictObject({
  method: z.string(),
  header: z.array(pair),
  url: z.object({
    raw: z.string(),
    host: z.array(z.string()),
    path: z.array(z.string()),
    query: z.array(pair).optional(),
  }),
  auth: auth.optional(),
  body: z.strictObject({ mode: z.literal('raw'), raw: z.string(), options: z.unknown() }).optional(),
  description: z.string().optional(),
});
const item = z.strictObject({
  name: z.string(),
  event: z.array(event).default([]),
  request,
  response: z.array(z.never()),
});
const folder = z.strictObject({ name: z.string(), description: z.string().optional(), item: z.array(item) });
const collection = z.strictObject({
  info: z.object({ name: z.string(), schema: z.string() }),
  auth,
  variable: z.array(pair),
  item: z.array(folder),
});
const environment = z.object({ name: z.string(), values: z.array(pair.extend({ enabled: z.boolean() })) });

export type PostmanItem = z.infer<typeof item>;
export type PostmanCollection = z.infer<typeof collection>;

const folderUrl = new URL('../../../docs/postman/', import.meta.url);

/** The collection; what the runner does not know is an error here, not a request that is silently left out. */
export function readCollection(): PostmanCollection {
  return collection.parse(readJson('mysql-group-lab.postman_collection.json'));
}

/** The variables of one of the two environments. */
export function readEnvironment(name: 'local' | 'vagrant'): Record<string, string> {
  const { values } = environment.parse(readJson(`${name}.postman_environment.json`));
  return Object.fromEntries(values.map(({ key, value }) => [key, value]));
}

/** All requests in the order Postman's runner sends them. */
export function itemsOf(all: PostmanCollection): PostmanItem[] {
  return all.item.flatMap((folder) => folder.item);
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folderUrl), 'utf8'));
}
