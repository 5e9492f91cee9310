import test from 'ava';
import fc from 'fast-check';
import { type ArbitraryRequest, arbitraryRequest, type Known } from './support/arbitrary-requests.ts';
import { shapeProblem } from './support/assertions.ts';
import { contractNamed } from './support/contracts.ts';
import { environment } from './support/environment.ts';
import type { Answer } from './support/http.ts';
import { comment, register, write } from './support/people.ts';
import { sendUnread } from './support/raw.ts';
import type { Shape } from './support/shapes.ts';

const MANY = 1_000_000;
const bodies: Shape[] = ['user', 'profile', 'article', 'articles', 'comment', 'comments', 'tags', 'nothing'];
const workers = [1, 2, 3];

for (const worker of workers) {
  test(`no request is answered with a 5xx or out of shape (${worker} of ${workers.length})`, async (t) => {
    const requests = arbitraryRequest(await knownValues());
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const answer = await sendUnread(request.route.method, request.contract.mount + request.path, request);
        seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
        const problem = problemWith(answer, request);
        if (problem) throw new Error(`${problem}: ${answer.summary}\nAgain with: FUZZ_SEED=<the seed above>`);
      }),
      {
        numRuns: MANY,
        interruptAfterTimeLimit: environment.FUZZ_SECONDS * 1000,
        markInterruptAsFailure: false,
        ...(environment.FUZZ_SEED === undefined ? {} : { seed: environment.FUZZ_SEED + worker - 1 }),
      },
    );
    t.log(
      [...seen]
        .sort(([a], [b]) => a - b)
        .map(([status, count]) => `${status}: ${count}`)
        .join('  '),
    );
    t.true(seen.has(200) && seen.has(422) && seen.has(404), 'the requests must reach every part of the API');
  });
}

function problemWith(answer: Answer, { contract }: ArbitraryRequest): string | undefined {
  if (answer.status >= 500) return 'a 5xx';
  if (answer.status === 204) return answer.text === '' ? undefined : 'a 204 with a body';
  const shapes = answer.status >= 400 ? (['errors'] as const) : bodies;
  const problems = shapes.map((shape) => shapeProblem(answer, { contract, shape }));
  return problems.includes(undefined) ? undefined : `a ${answer.status} out of the contract's shape`;
}

/** Values that lead somewhere; what the requests try to delete belongs to a user whose token they do not have. */
async function knownValues(): Promise<Known> {
  const contract = contractNamed('laravel');
  const [owner, stranger] = await Promise.all([register(contract), register(contract)]);
  const [one, two] = await Promise.all([write(stranger, { tagList: ['a'] }), write(stranger)]);
  const { id } = await comment(stranger, one.slug);
  return {
    tokens: [owner.token],
    slugs: [one.slug, two.slug],
    usernames: [owner.username, stranger.username],
    ids: [String(id), '1'],
  };
}
