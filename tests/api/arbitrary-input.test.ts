import http from 'node:http';
import test from 'ava';
import fc from 'fast-check';
import { findErrors } from './support/api-log.ts';
import { type ArbitraryRequest, arbitraryRequest, type Known } from './support/arbitrary-requests.ts';
import { shapeProblem } from './support/assertions.ts';
import { contractNamed } from './support/contracts.ts';
import { environment } from './support/environment.ts';
import type { Answer } from './support/http.ts';
import { comment, register, write } from './support/people.ts';
import { sendUnread } from './support/raw.ts';
import type { Shape } from './support/shapes.ts';

/** Requests that are sent at once. */
const TOGETHER = 20;
/** Stands for the token that holds when the request is sent. */
const TOKEN = '{token}';
const bodies: Shape[] = ['user', 'profile', 'article', 'articles', 'comment', 'comments', 'tags', 'nothing'];

const { FUZZ_REQUESTS, FUZZ_SECONDS, FUZZ_SEED } = environment;

test(`none of ${FUZZ_REQUESTS} generated requests, or what ${FUZZ_SECONDS} s make of them, is answered with a 5xx or out of shape, or logs an error`, async (t) => {
  t.timeout(600_000);
  const startMs = Date.now();
  const agent = new http.Agent({ keepAlive: true });
  const statuses = new Map<number, number>();
  const ids = new Set<string>();
  const { token: firstToken, known } = await createCast();
  let token = firstToken;
  const send = async (request: ArbitraryRequest) => {
    const headers = { ...request.headers };
    if (headers.authorization) headers.authorization = headers.authorization.replace(TOKEN, token);
    const path = request.contract.mount + request.path;
    const answer = await sendUnread(request.route.method, path, { ...request, headers, agent });
    // One of them may have changed the password, which ends the token before.
    if (request.route.path === '/user' && answer.status === 200) token = answer.body.user.token;
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    ids.add(String(answer.headers['x-request-id']));
    const problem = problemWith(answer, request);
    if (problem) throw new Error(`${problem}: ${answer.summary}\nAgain with: FUZZ_SEED=<the seed above>`);
  };
  const requests = fc.array(arbitraryRequest(known), { minLength: TOGETHER, maxLength: TOGETHER });
  await fc.assert(
    fc.asyncProperty(requests, async (together) => void (await Promise.all(together.map(send)))),
    {
      numRuns: Math.ceil(FUZZ_REQUESTS / TOGETHER),
      seed: FUZZ_SEED,
      interruptAfterTimeLimit: FUZZ_SECONDS * 1000,
      markInterruptAsFailure: false,
    },
  );
  agent.destroy();
  const sorted = [...statuses].sort(([a], [b]) => a - b);
  t.log(`${((Date.now() - startMs) / 1000).toFixed(1)} s; ${sorted.map((counted) => counted.join(': ')).join('  ')}`);
  const sent = sorted.reduce((sum, [, count]) => sum + count, 0);
  t.true(sent >= FUZZ_REQUESTS || Date.now() - startMs >= FUZZ_SECONDS * 1000, `${sent} requests`);
  t.true(statuses.has(200) && statuses.has(422) && statuses.has(404), 'the requests must reach every part of the API');
  if (environment.LAB_DIR) t.deepEqual(await findErrors({ ids, sinceMs: startMs }), []);
  else t.log('LAB_DIR is not set: the log was not read');
});

function problemWith(answer: Answer, { contract }: ArbitraryRequest): string | undefined {
  if (answer.status >= 500) return 'a 5xx';
  if (answer.status === 204) return answer.text === '' ? undefined : 'a 204 with a body';
  const shapes = answer.status >= 400 ? (['errors'] as const) : bodies;
  const problems = shapes.map((shape) => shapeProblem(answer, { contract, shape }));
  return problems.includes(undefined) ? undefined : `a ${answer.status} out of the contract's shape`;
}

/** Values that lead somewhere; what the requests try to delete belongs to a user whose token they do not have. */
async function createCast(): Promise<{ token: string; known: Known }> {
  const contract = contractNamed('laravel');
  const [owner, stranger] = await Promise.all([register(contract), register(contract)]);
  const [one, two] = await Promise.all([write(stranger, { tagList: ['a'] }), write(stranger)]);
  const { id } = await comment(stranger, one.slug);
  const known = {
    tokens: [TOKEN],
    slugs: [one.slug, two.slug],
    usernames: [owner.username, stranger.username],
    ids: [String(id), '1'],
  };
  return { token: owner.token, known };
}
