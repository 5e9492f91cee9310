import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { createWriteBatches } from '../../../../../api/database/batching/write-batches.ts';
import { createScope } from '../../../../../api/database/connections/group-access.ts';
import type { Attempt } from '../../../../../api/database/transactions/attempt.ts';
import { createPendingWrite, type PendingWrite } from '../../../../../api/database/transactions/try-write.ts';

type Answer = (attempt?: Attempt<never>) => void;

/** Writes whose batches are answered when the test says so; each is told with which others it was sent. */
function createWrites(maxBatchSize?: number) {
  const sentBatches: { names: string; answer: Answer }[] = [];
  let endPatience = () => {};
  const batches = createWriteBatches(
    async (writes) => {
      const names = writes.map(({ scope }) => scope.requestId).join('');
      const given = await new Promise<Attempt<never> | undefined>((answer) => sentBatches.push({ names, answer }));
      return writes.map(({ scope: { requestId } }) => {
        return given ?? { outcome: 'done', value: { hasChanged: true, seen: `${requestId} of ${names}` } };
      });
    },
    { writes: 0, batches: 0 },
    {
      maxBatchSize,
      waitAtMost: () =>
        new Promise<void>((resolve) => {
          endPatience = resolve;
        }),
    },
  );
  const join = (name: string, options?: { deadlineAtMs?: number }) => batches.tryWrite(createWrite(name, options));
  const sent = () => sentBatches.map(({ names }) => names);
  return { join, batches, sentBatches, sent, endPatience: () => endPatience() };
}

function createWrite(requestId: string, { deadlineAtMs = Number.POSITIVE_INFINITY } = {}): PendingWrite {
  return createPendingWrite({ change: [{ sql: 'DELETE a' }] }, createScope(requestId, deadlineAtMs));
}

test('writes that arrive together are one batch, and each request hears what is its own', async (t) => {
  const { join, sentBatches, sent } = createWrites();
  const [a, b] = [join('a'), join('b')];
  t.deepEqual(sent(), []);
  await setImmediate();
  t.deepEqual(sent(), ['ab']);
  sentBatches[0]?.answer();
  t.like(await a, { value: { seen: 'a of ab' } });
  t.like(await b, { value: { seen: 'b of ab' } });
});

test('writes that arrive while a batch is under way are the next one, once it is back', async (t) => {
  const { join, sentBatches, sent } = createWrites();
  join('a');
  await setImmediate();
  join('b');
  await setImmediate();
  join('c');
  await setImmediate();
  t.deepEqual(sent(), ['a']);
  sentBatches[0]?.answer();
  await setImmediate();
  t.deepEqual(sent(), ['a', 'bc']);
});

test('no write waits for long behind a batch without an answer', async (t) => {
  const { join, sentBatches, sent, endPatience } = createWrites();
  join('a');
  await setImmediate();
  join('b');
  await setImmediate();
  t.deepEqual(sent(), ['a']);
  endPatience();
  await setImmediate();
  t.deepEqual(sent(), ['a', 'b']);
  join('c');
  await setImmediate();
  t.deepEqual(sent(), ['a', 'b']);
  sentBatches[1]?.answer();
  await setImmediate();
  t.deepEqual(sent(), ['a', 'b', 'c'], 'a batch that was overtaken is not waited for');
});

test('a write with little time left does not shorten the time of others', async (t) => {
  const { join, sent } = createWrites();
  join('a', { deadlineAtMs: Date.now() + 1_000 });
  join('b', { deadlineAtMs: Date.now() + 15_000 });
  join('c', { deadlineAtMs: Date.now() + 15_000 });
  t.deepEqual(sent(), ['a']);
  await setImmediate();
  t.deepEqual(sent(), ['a', 'bc']);
});

test('of a batch that may have failed over one write each is retried alone; one that failed alone has failed', async (t) => {
  const { join, sentBatches, sent, batches } = createWrites();
  const failure = new Error('a bad statement');
  const writes = [createWrite('a'), createWrite('b')];
  const first = writes.map((write) => batches.tryWrite(write));
  await setImmediate();
  sentBatches[0]?.answer({ outcome: 'final', failure });
  t.deepEqual(await Promise.all(first), [
    { outcome: 'safe', failure },
    { outcome: 'safe', failure },
  ]);
  const again = writes.map((write) => batches.tryWrite(write));
  await setImmediate();
  t.deepEqual(sent(), ['ab', 'a', 'b']);
  sentBatches[1]?.answer({ outcome: 'final', failure });
  sentBatches[2]?.answer();
  t.like(await Promise.all(again), [{ outcome: 'final' }, { outcome: 'done' }]);
  join('c');
  await setImmediate();
  t.deepEqual(sent(), ['ab', 'a', 'b', 'c']);
});

test('a batch has as many writes as asked at most, sixteen where nothing is asked', async (t) => {
  for (const [asked, most] of [
    [undefined, 16],
    [3, 3],
  ] as const) {
    const { join, sentBatches, sent } = createWrites(asked);
    for (let joined = 0; joined <= most; joined += 1) join('a');
    await setImmediate();
    sentBatches[0]?.answer();
    await setImmediate();
    t.deepEqual(sent(), ['a'.repeat(most), 'a']);
  }
});
