import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { GatheredWrites, type Traveller } from '../../../../api/database/gathered-writes.ts';
import { createOperation } from '../../../../api/database/operations.ts';

/** Writes whose packets are answered when the test says so; each is told with whom it travelled. */
function createWrites() {
  const packets: { names: string; answer(): void }[] = [];
  const writes = new GatheredWrites(async (travellers) => {
    const names = travellers.map(({ purpose }) => purpose.requestId).join('');
    await new Promise<void>((resolve) => packets.push({ names, answer: resolve }));
    return travellers.map(({ purpose }) => ({
      attempt: { verdict: 'done', value: `${purpose.requestId} of ${names}` },
      marks: [],
      isToGoAlone: false,
    }));
  });
  const join = (name: string, deadlineAtMs = Number.POSITIVE_INFINITY) =>
    writes.join(createTraveller(name, deadlineAtMs));
  return { join, writes, packets, sent: () => packets.map(({ names }) => names) };
}

function createTraveller(requestId: string, deadlineAtMs: number): Traveller {
  const purpose = { requestId, deadlineAtMs, seen: [] };
  return { work: async () => undefined, operation: createOperation(0), purpose };
}

test('who comes at the same moment travels together, and each hears what is its own', async (t) => {
  const { join, packets, sent } = createWrites();
  const [a, b] = [join('a'), join('b')];
  t.deepEqual(sent(), []);
  await setImmediate();
  t.deepEqual(sent(), ['ab']);
  packets[0]?.answer();
  t.like(await a, { attempt: { value: 'a of ab' } });
  t.like(await b, { attempt: { value: 'b of ab' } });
});

test('who comes while others are under way travels with all who do so, once they are back', async (t) => {
  const { join, packets, sent } = createWrites();
  join('a');
  await setImmediate();
  join('b');
  await setImmediate();
  join('c');
  await setImmediate();
  t.deepEqual(sent(), ['a']);
  packets[0]?.answer();
  await setImmediate();
  t.deepEqual(sent(), ['a', 'bc']);
});

test('sixteen travel together at most', async (t) => {
  const { join, packets, sent } = createWrites();
  for (const name of 'abcdefghijklmnopqr') join(name);
  await setImmediate();
  packets[0]?.answer();
  await setImmediate();
  t.deepEqual(sent(), ['abcdefghijklmnop', 'qr']);
});

test('nobody waits for long behind a packet without an answer', async (t) => {
  const { join, writes, packets, sent } = createWrites();
  join('a');
  await setImmediate();
  join('b');
  await setImmediate();
  writes.keepUp(Date.now());
  t.deepEqual(sent(), ['a']);
  writes.keepUp(Date.now() + 50);
  t.deepEqual(sent(), ['a', 'b']);
  join('c');
  await setImmediate();
  t.deepEqual(sent(), ['a', 'b']);
  packets[1]?.answer();
  await setImmediate();
  t.deepEqual(sent(), ['a', 'b', 'c'], 'what was left behind keeps nobody');
});

test('who has little time left does not make others impatient', async (t) => {
  const { join, sent } = createWrites();
  t.is(join('a', Date.now() + 1_000), undefined);
  t.truthy(join('b', Date.now() + 15_000));
  await setImmediate();
  t.deepEqual(sent(), ['b']);
});
