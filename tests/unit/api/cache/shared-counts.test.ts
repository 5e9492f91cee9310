import test from 'ava';
import type { Link } from '../../../../api/cache/follow-valkey.ts';
import { createSharedCounts } from '../../../../api/cache/shared-counts.ts';
import type { Counted } from '../../../../api/http/attempt-counts.ts';

const ofAddress: Counted = { limit: { name: 'address', quota: 3, seconds: 60 }, key: '10.0.0.1' };
const ofAccount: Counted = { limit: { name: 'account', quota: 2, seconds: 300 }, key: 'anna@example.com' };

/** A process that is connected to a Valkey with these answers; where there is none it fails. */
function createProcess(answers: unknown[] | undefined) {
  const sent: string[][] = [];
  const link: Link = {
    async send(command) {
      sent.push(command);
      const answer = answers?.shift();
      if (answer === undefined) throw new Error('Valkey does not answer');
      return answer;
    },
  };
  return { counts: createSharedCounts({ link: () => (answers ? link : undefined) }), sent };
}

test('without a Valkey a process counts for itself', async (t) => {
  const { counts } = createProcess(undefined);
  await counts.raise([ofAddress]);
  const { counts: second, lower } = await counts.raise([ofAddress, ofAccount]);
  t.deepEqual(
    second.map(({ consumed }) => consumed),
    [2, 1],
  );
  await lower([ofAccount]);
  const { counts: third } = await counts.raise([ofAddress, ofAccount]);
  t.deepEqual(
    third.map(({ consumed }) => consumed),
    [3, 1],
  );
});

test('with one all counts of an attempt are one command, which names no account', async (t) => {
  const { counts, sent } = createProcess([
    [
      [7, 1_000],
      [1, 300_000],
    ],
  ]);
  t.deepEqual((await counts.raise([ofAddress, ofAccount])).counts, [
    { consumed: 7, msBeforeNext: 1_000 },
    { consumed: 1, msBeforeNext: 300_000 },
  ]);
  const [[name, , keys, ...rest] = []] = sent;
  t.deepEqual([name, keys], ['EVAL', '2']);
  t.regex(rest[0] ?? '', /^limit:address:[\w-]{22}$/);
  t.deepEqual(rest.slice(2), ['3', '60000', '2', '300000']);
  t.false(JSON.stringify(sent).includes(ofAccount.key));
});

test('where Valkey fails the process goes on from what it was told last', async (t) => {
  const { counts } = createProcess([[[3, 60_000]]]);
  await counts.raise([ofAddress]);
  t.is((await counts.raise([ofAddress])).counts[0]?.consumed, 4);
});

test('a count that cannot be taken back fails no attempt', async (t) => {
  const { counts } = createProcess([[[1, 300_000]]]);
  const { lower } = await counts.raise([ofAccount]);
  await t.notThrowsAsync(lower([ofAccount]));
  t.is((await counts.raise([ofAccount])).counts[0]?.consumed, 1);
});
