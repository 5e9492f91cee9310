import { type Answer, answerOf } from './http.ts';
import { itemsOf, type PostmanCollection, type PostmanItem } from './postman-collection.ts';
import { runScript, type Variables, type Verdict } from './postman-sandbox.ts';

export interface Result {
  name: string;
  answer: Answer;
  verdicts: Verdict[];
}

interface Run {
  collection: PostmanCollection;
  scopes: { collection: Variables; environment: Variables };
}

/** Sends every request of a collection in order, with its scripts, as Postman's own runner does. */
export async function runCollection(
  collection: PostmanCollection,
  environment: Record<string, string>,
): Promise<Result[]> {
  const own = new Map<string, unknown>(collection.variable.map(({ key, value }) => [key, value]));
  const run = { collection, scopes: { collection: own, environment: new Map(Object.entries(environment)) } };
  const results: Result[] = [];
  for (const item of itemsOf(collection)) results.push(await runItem(item, run));
  return results;
}

async function runItem(item: PostmanItem, run: Run): Promise<Result> {
  const script = (kind: string) => item.event.filter(({ listen }) => listen === kind).flatMap((e) => e.script.exec);
  runScript(script('prerequest'), run.scopes);
  const answer = await sendItem(item, run);
  return { name: item.name, answer, verdicts: runScript(script('test'), run.scopes, answer) };
}

async function sendItem({ request, name }: PostmanItem, { collection, scopes }: Run): Promise<Answer> {
  const fill = (text: string) => substitute(text, { ...scopes, where: name });
  const headers = new Headers(request.header.map(({ key, value }) => [key, fill(value)]));
  const auth = request.auth ?? collection.auth;
  if (auth.type === 'apikey') setApiKey(headers, auth.apikey, fill);
  const response = await fetch(fill(request.url.raw), {
    method: request.method,
    headers,
    ...(request.body && { body: fill(request.body.raw) }),
    signal: AbortSignal.timeout(30_000),
  });
  const received = { statusCode: response.status, headers: Object.fromEntries(response.headers) };
  return answerOf(`${request.method} ${request.url.raw}`, { ...received, body: await response.text() });
}

function setApiKey(headers: Headers, apikey: { key: string; value: string }[], fill: (text: string) => string): void {
  const setting = Object.fromEntries(apikey.map(({ key, value }) => [key, value]));
  if (setting.in !== 'header' || !setting.key) throw new Error('Only an API key in a header is supported.');
  headers.set(setting.key, fill(setting.value ?? ''));
}

function substitute(text: string, { collection, environment, where }: Run['scopes'] & { where: string }): string {
  return text.replaceAll(/\{\{([^{}]+)\}\}/g, (_, key: string) => {
    const value = collection.get(key) ?? environment.get(key);
    if (value === undefined || value === '') throw new Error(`"${where}" uses {{${key}}}, which has no value.`);
    return String(value);
  });
}
