import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { ReadBatches, type ReadBatchOptions, type Run } from '../../../../../api/database/batching/read-batches.ts';
import type { Position } from '../../../../../api/database/causality/position.ts';
import type { Query } from '../../../../../api/database/query.ts';
import type { Session } from '../../../../../api/database/session.ts';

const nothingSeen: Position = [];
const query = undefined as unknown as Query;

function createGate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

/** Reads whose packets go, and are answered, when the test says so; each packet tells its number. */
function createReads() {
  const [connection, response] = [createGate(), createGate()];
  const reads = new ReadBatches();
  let packets = 0;
  const run: Run = async (work) => {
    await connection.passed;
    packets += 1;
    return work(query);
  };
  const work = async () => {
    const packet = packets;
    await response.passed;
    return packet;
  };
  const ask = (options: ReadBatchOptions, seen = nothingSeen) => reads.read(work, options, { seen, run });
  return { ask, reads, run, packets: () => packets, send: connection.open, answer: response.open };
}

/** Everything that only waits for promises happens between two requests of one look at the network. */
async function allPromises() {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

/** Reads that wait for nothing. */
function createQuickReads() {
  const quick = createReads();
  quick.send();
  quick.answer();
  return quick;
}

const page = { name: 'GET /', isAlone: true };
const brief = {};

for (const [title, options] of [
  ['reads of one name', page],
  ['short reads', brief],
] as const) {
  test(`${title}: a read that comes before the packet is sent is in it, one that comes later is not`, async (t) => {
    const { ask, send, answer } = createReads();
    const first = ask(options);
    await setImmediate();
    const second = ask(options);
    send();
    await setImmediate();
    const third = ask(options);
    answer();
    t.deepEqual(await Promise.all([first, second, third]), [1, 1, 2]);
  });

  test(`${title}: nothing is sent before all reads have joined that came with the same look at the network`, async (t) => {
    const { ask, packets } = createQuickReads();
    const asked: Promise<number>[] = [];
    for (let request = 0; request < 3; request += 1) {
      asked.push(ask(options));
      await allPromises();
    }
    t.is(packets(), 0);
    t.deepEqual(await Promise.all(asked), [1, 1, 1]);
  });

  test(`${title}: a session that has seen more shares nothing with one that has not`, async (t) => {
    const { ask } = createQuickReads();
    const more: Position = [{ member: 'a', source: 'a', number: 1, sentAtMs: 0, heardAtMs: 0 }];
    t.deepEqual(await Promise.all([ask(options), ask(options, more)]), [1, 2]);
  });
}

test('reads of many rows that have different names, or none, are sent each by itself', async (t) => {
  const { ask } = createQuickReads();
  const isAlone = true;
  const asked = [
    ask({ name: 'GET /a', isAlone }),
    ask({ name: 'GET /b', isAlone }),
    ask({ isAlone }),
    ask({ isAlone }),
  ];
  t.deepEqual((await Promise.all(asked)).toSorted(), [1, 2, 3, 4]);
});

test('a packet takes sixteen short reads; one of a name it already has is none more', async (t) => {
  const { reads, run } = createQuickReads();
  let runs = 0;
  const work = async () => {
    runs += 1;
    return runs;
  };
  const packets: number[] = [];
  const counted: Run = (work) => {
    packets.push(runs);
    return run(work);
  };
  const ask = (options: ReadBatchOptions) => reads.read(work, options, { seen: nothingSeen, run: counted });
  const names = ['a', 'a', ...'bcdefghijklmnop', 'a', 'q'];
  await Promise.all(names.map((name) => ask({ name })));
  t.is(runs, 17);
  t.is(packets.length, 2);
});

test('a read of a batch that failed is done again alone, and has failed only if it fails alone', async (t) => {
  const { reads, run } = createQuickReads();
  const ask = (work: () => Promise<string>) => reads.read(work, brief, { seen: nothingSeen, run });
  let packetFails = true;
  const good = async () => {
    if (packetFails) throw new Error('the packet failed');
    return 'good';
  };
  const bad = async () => {
    packetFails = false;
    throw new Error('a bad question');
  };
  const [first, second, third] = await Promise.allSettled([ask(good), ask(bad), ask(good)]);
  t.deepEqual(first, { status: 'fulfilled', value: 'good' });
  t.is(second?.status, 'rejected');
  t.deepEqual(third, { status: 'fulfilled', value: 'good' });
});

test('the deadline of one read is not that of another', async (t) => {
  const reads = new ReadBatches();
  const impatient: Run = () => Promise.reject(new Error('my patience is over'));
  let runs = 0;
  const patient: Run = (work) => {
    runs += 1;
    return work(query);
  };
  const ask = (run: Run) => reads.read(async () => 'answer', page, { seen: nothingSeen, run });
  const [first, second] = await Promise.allSettled([ask(impatient), ask(patient)]);
  t.is(first?.status, 'rejected');
  t.deepEqual(second, { status: 'fulfilled', value: 'answer' });
  // No read joins a batch whose packet was never sent.
  await Promise.all([ask(patient), ask(patient)]);
  t.is(runs, 2);
});

test('a session that has written reads by itself from then on', async (t) => {
  const reads = new ReadBatches();
  let position: Position | undefined;
  let packets = 0;
  const session: Session = {
    read: (look) => {
      packets += 1;
      return look(query);
    },
    write: () => Promise.reject(new Error('not asked for')),
    written: () => position,
  };
  const wrapped = reads.wrap(session, { requestId: 'a' });
  const readTwice = () => Promise.all([wrapped.read(async () => 'answer'), wrapped.read(async () => 'answer')]);
  await readTwice();
  t.is(packets, 1);
  position = [{ member: 'a', source: 'a', number: 1, sentAtMs: 0, heardAtMs: 0 }];
  await readTwice();
  t.is(packets, 3);
});

test('sessions of the same question share the answer to each of their reads', async (t) => {
  const reads = new ReadBatches();
  const asked: string[] = [];
  const base: Session = {
    read: (look) => look(query),
    write: () => Promise.reject(new Error('not asked for')),
    written: () => undefined,
  };
  const open = (question: string | undefined) => reads.wrap(base, { requestId: 'a', question });
  const read = (session: Session, what: string) => session.read(async () => asked.push(what), { isAlone: true });
  const [one, other, third] = [open('/tags'), open('/tags'), open(undefined)];
  await Promise.all([read(one, 'a'), read(other, 'b'), read(one, 'c'), read(other, 'd'), read(third, 'e')]);
  t.deepEqual(asked.toSorted(), ['a', 'c', 'e']);
});
