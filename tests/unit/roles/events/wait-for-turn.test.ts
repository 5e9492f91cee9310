import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import type { Outcome } from '../../../../roles/consumer/take-in.ts';
import { createTurns, type Place } from '../../../../roles/consumer/turns.ts';
import { waitForTurn } from '../../../../roles/consumer/wait-for-turn.ts';

const { signal } = new AbortController();
const neverSent = { signal, sendLater: () => Promise.reject(new Error('sent once more')) };

test('an early event lets the one that it waits for go first, at the same consumer', async (t) => {
  const takenIn: number[] = [];
  const turns = createTurns(async (events: Place[]) =>
    events.map(({ version }): Outcome => {
      if (takenIn.length < version - 1) return 'early';
      takenIn.push(version);
      return 'taken in';
    }),
  );
  const receive = (version: number) => waitForTurn(() => turns({ key: 'user:1', version }), neverSent);
  const third = receive(3);
  await setImmediate();
  t.deepEqual(await Promise.all([third, receive(2), receive(1)]), ['taken in', 'taken in', 'taken in']);
  t.deepEqual(takenIn, [1, 2, 3]);
});

test('an event that stays early is sent to the end of its queue, and kept where RabbitMQ does not take it', async (t) => {
  const early = async (): Promise<Outcome> => 'early';
  let sent = 0;
  const sendLater = async () => {
    sent += 1;
    if (sent < 3) throw new Error('no confirm');
  };
  t.is(await waitForTurn(early, { signal, sendLater, waitMs: 2 }), 'early');
  t.is(sent, 3);
});

test('a consumer that ends gives back what is early', async (t) => {
  const end = new AbortController();
  const early = async (): Promise<Outcome> => {
    end.abort();
    return 'early';
  };
  t.is(await waitForTurn(early, { ...neverSent, signal: end.signal }), 'given back');
});
