import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import type { Query } from '../../../../api/database/database.ts';
import { GatheredReads, type Manners, type Run } from '../../../../api/database/gathered-reads.ts';
import type { Position } from '../../../../api/database/position.ts';

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
  const reads = new GatheredReads();
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
  const ask = (manners: Manners, seen = nothingSeen) => reads.ask(work, manners, { seen, run });
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

const page = { name: 'GET /' };
const brief = { isBrief: true };

for (const [title, manners] of [
  ['reads of one name', page],
  ['brief reads', brief],
] as const) {
  test(`${title}: who asks before the packet is sent is in it, who comes later is not`, async (t) => {
    const { ask, send, answer } = createReads();
    const first = ask(manners);
    await setImmediate();
    const second = ask(manners);
    send();
    await setImmediate();
    const third = ask(manners);
    answer();
    t.deepEqual(await Promise.all([first, second, third]), [1, 1, 2]);
  });

  test(`${title}: nothing is sent before all have asked who came with the same look at the network`, async (t) => {
    const { ask, packets } = createQuickReads();
    const asked: Promise<number>[] = [];
    for (let request = 0; request < 3; request += 1) {
      asked.push(ask(manners));
      await allPromises();
    }
    t.is(packets(), 0);
    t.deepEqual(await Promise.all(asked), [1, 1, 1]);
  });

  test(`${title}: who has seen more is answered with nobody who has not`, async (t) => {
    const { ask } = createQuickReads();
    const more: Position = [{ member: 'a', source: 'a', number: 1, heardAtMs: 0 }];
    t.deepEqual(await Promise.all([ask(manners), ask(manners, more)]), [1, 2]);
  });
}

test('long reads of different names, and of none, are answered each by itself', async (t) => {
  const { ask } = createQuickReads();
  const asked = [ask({ name: 'GET /a' }), ask({ name: 'GET /b' }), ask({}), ask({})];
  t.deepEqual((await Promise.all(asked)).toSorted(), [1, 2, 3, 4]);
});

test('a packet takes sixteen brief reads; one of a name it already has is none more', async (t) => {
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
  const ask = (manners: Manners) => reads.ask(work, manners, { seen: nothingSeen, run: counted });
  const names = ['a', 'a', ...'bcdefghijklmnop', 'a', 'q'];
  await Promise.all(names.map((name) => ask({ isBrief: true, name })));
  t.is(runs, 17);
  t.is(packets.length, 2);
});

test('what fails in company is done again alone, and only who fails alone has failed', async (t) => {
  const { reads, run } = createQuickReads();
  const ask = (work: () => Promise<string>) => reads.ask(work, brief, { seen: nothingSeen, run });
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

test('the patience of one is not that of another', async (t) => {
  const reads = new GatheredReads();
  const impatient: Run = () => Promise.reject(new Error('my patience is over'));
  let runs = 0;
  const patient: Run = (work) => {
    runs += 1;
    return work(query);
  };
  const ask = (run: Run) => reads.ask(async () => 'answer', page, { seen: nothingSeen, run });
  const [first, second] = await Promise.allSettled([ask(impatient), ask(patient)]);
  t.is(first?.status, 'rejected');
  t.deepEqual(second, { status: 'fulfilled', value: 'answer' });
  // Nobody joins those whose packet was never sent.
  await Promise.all([ask(patient), ask(patient)]);
  t.is(runs, 2);
});
