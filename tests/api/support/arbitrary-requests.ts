import fc, { type Arbitrary } from 'fast-check';
import { type Contract, contracts } from './contracts.ts';
import { type Route, routes } from './routes.ts';

/** A request that may be nonsense in every part, and what it was meant for. */
export interface ArbitraryRequest {
  contract: Contract;
  route: Route;
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

/** Real values, so that some requests reach the database. */
export interface Known {
  tokens: string[];
  slugs: string[];
  usernames: string[];
  ids: string[];
}

const PERCENT_OF_SENSE = 4;

/** UTF-16 code units without any order: controls, half surrogates, noncharacters. */
const brokenText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
  .map((units) => String.fromCharCode(...units));

const oddText = fc.constantFrom(
  '',
  ' ',
  '\0',
  "'",
  '"',
  '\\',
  '%',
  '_',
  '-1',
  '0',
  '1e999',
  'null',
  'feed',
  '..',
  '.',
  '/',
  'x'.repeat(256),
  '🦄'.repeat(300),
);

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), brokenText, oddText);

const anything: Arbitrary<unknown> = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }),
  fc.constantFrom(null, true, 0, -1, 1.5, 1e308, 9_007_199_254_740_991, [], {}, [[]], [null], { $ne: 1 }),
  fc.array(text, { maxLength: 8 }),
);

/** A body in the wrapper its route expects, each field missing, sensible or not. */
function wrappedBody({ wrapper = 'article', fields = ['title'] }: Route): Arbitrary<string> {
  const sensible = fc.constantFrom('sensible', 'someone@example.com', 'a long password', 'https://example.com/i.png');
  const field = fc.oneof({ arbitrary: sensible, weight: PERCENT_OF_SENSE }, { arbitrary: anything, weight: 2 });
  const record = fc.record(Object.fromEntries(fields.map((name) => [name, field])), { requiredKeys: [] });
  return fc.oneof(record, anything).map((inner) => JSON.stringify({ [wrapper]: inner }));
}

const deepBody = fc.tuple(fc.constantFrom('[', '{"a":'), fc.integer({ min: 1, max: 3000 })).map(([open, depth]) => {
  const close = open === '[' ? ']' : '}';
  return `${open.repeat(depth)}1${close.repeat(depth)}`;
});

function bodyOf(route: Route): Arbitrary<Buffer | undefined> {
  if (!route.wrapper) return fc.constant(undefined);
  const json = fc.oneof({ arbitrary: wrappedBody(route), weight: 8 }, fc.json({ maxDepth: 4 }), deepBody);
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
  return fc.oneof({ arbitrary: json.map((value) => Buffer.from(value)), weight: 8 }, bytes);
}

/** Any bytes, percent-encoded, so that they are one segment of a path or one value of a query. */
const segment = fc
  .oneof(
    text.map((value) => Buffer.from(value)),
    fc.uint8Array({ maxLength: 20 }),
  )
  .map(percentEncoded);

function percentEncoded(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function pathOf(route: Route, known: Known): Arbitrary<string> {
  const values: Record<string, string[]> = { slug: known.slugs, username: known.usernames, id: known.ids };
  const parts = route.path.split('/').map((part) => {
    if (!part.startsWith(':')) return fc.constant(part);
    const real = fc.constantFrom(...(values[part.slice(1)] ?? ['1']));
    return fc.oneof({ arbitrary: real, weight: PERCENT_OF_SENSE }, { arbitrary: segment, weight: 2 });
  });
  return fc.tuple(...parts).map((filled) => filled.join('/'));
}

const parameter = fc.constantFrom(
  'limit',
  'offset',
  'tag',
  'author',
  'favorited',
  'limit[]',
  'tag[x]',
  '__proto__',
  '',
);
const number = fc.oneof(fc.integer({ min: -2, max: 50 }), fc.bigInt(), fc.double()).map(String);
const query = fc
  .array(fc.tuple(fc.oneof(parameter, segment), fc.oneof(number, segment)), { maxLength: 4 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));

const headerText = fc
  .array(
    fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f),
    { maxLength: 40 },
  )
  .map((codes) => String.fromCharCode(...codes));
const contentType = fc.constantFrom(
  'application/json',
  'application/json',
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  '',
);

function headersOf(known: Known): Arbitrary<Record<string, string>> {
  const scheme = fc.constantFrom('Token', 'Bearer', 'token');
  const real = fc.tuple(scheme, fc.constantFrom(...known.tokens)).map((words) => words.join(' '));
  const authorization = fc.oneof(
    { arbitrary: real, weight: 8 },
    headerText,
    headerText.map((word) => `Token ${word}`),
  );
  const optional = {
    accept: headerText,
    origin: headerText,
    'x-request-id': headerText,
    'accept-language': headerText,
    'if-none-match': headerText,
    'x-forwarded-for': headerText,
    'content-encoding': fc.constantFrom('identity', 'gzip', 'br', 'nonsense'),
  };
  return fc.oneof(
    { arbitrary: fc.record({ 'content-type': contentType, authorization }), weight: 6 },
    fc.record({ 'content-type': contentType, authorization, ...optional }, { requiredKeys: [] }),
  );
}

/** Registration and login are limited per minute, and the other tests need them too. */
const chosenRoutes = routes.flatMap((route) => Array<Route>(route.path.startsWith('/users') ? 1 : 6).fill(route));

/** Any request to any route of either contract. */
export function arbitraryRequest(known: Known): Arbitrary<ArbitraryRequest> {
  return fc.constantFrom(...chosenRoutes).chain((route) =>
    fc
      .record({
        contract: fc.constantFrom(...contracts),
        route: fc.constant(route),
        path: pathOf(route, known),
        query: fc.oneof(fc.constant(''), query),
        headers: headersOf(known),
        body: bodyOf(route),
      })
      .map(({ query: asked, ...request }) => ({ ...request, path: asked ? `${request.path}?${asked}` : request.path })),
  );
}
