import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import type { Position } from '../../../../api/database/position.ts';
import { SharedReads } from '../../../../api/database/shared-reads.ts';

const nothingSeen: Position = [];

function createGate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

/** A read whose statements go, and are answered, when the test says so; the answers are numbered. */
function createRead() {
  const [connection, answer] = [createGate(), createGate()];
  let runs = 0;
  const read = async (begun: () => void) => {
    runs += 1;
    const run = runs;
    await connection.passed;
    begun();
    await answer.passed;
    return run;
  };
  return { read, send: connection.open, answer: answer.open, runs: () => runs };
}

/** A read that waits for nothing. */
function createQuickRead() {
  const quick = createRead();
  quick.send();
  quick.answer();
  return quick;
}

test('who asks before the statements are sent shares the answer, who comes later does not', async (t) => {
  const reads = new SharedReads();
  const { read, send, answer } = createRead();
  const first = reads.ask('GET /', nothingSeen, read);
  await setImmediate();
  const second = reads.ask('GET /', nothingSeen, read);
  send();
  await setImmediate();
  const third = reads.ask('GET /', nothingSeen, read);
  answer();
  t.deepEqual(await Promise.all([first, second, third]), [1, 1, 2]);
});

test('nothing begins before all have asked who came with the same look at the network', async (t) => {
  const reads = new SharedReads();
  const { read, runs } = createQuickRead();
  const asked = [1, 2, 3].map(() => reads.ask('GET /', nothingSeen, read));
  t.is(runs(), 0);
  t.deepEqual(await Promise.all(asked), [1, 1, 1]);
});

test('another question, and somebody who has seen more, are answered by themselves', async (t) => {
  const reads = new SharedReads();
  const { read } = createQuickRead();
  const asked = [
    reads.ask('GET /', nothingSeen, read),
    reads.ask('GET /other', nothingSeen, read),
    reads.ask('GET /', [{ member: 'a', source: 'a', number: 1, heardAtMs: 0 }], read),
  ];
  t.deepEqual(await Promise.all(asked), [1, 2, 3]);
});

test('a failure is that of the one who failed', async (t) => {
  const reads = new SharedReads();
  let runs = 0;
  const read = async () => {
    runs += 1;
    if (runs === 1) throw new Error('my patience is over');
    return runs;
  };
  const [first, second] = await Promise.allSettled([
    reads.ask('GET /', nothingSeen, read),
    reads.ask('GET /', nothingSeen, read),
  ]);
  t.is(first?.status, 'rejected');
  t.deepEqual(second, { status: 'fulfilled', value: 2 });
  t.is(await reads.ask('GET /', nothingSeen, read), 3);
});
