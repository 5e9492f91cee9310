import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { createTurns, type Place } from '../../../../roles/consumer/turns.ts';

/** Events that are worked on as the test says; each piece of work is noted with its events. */
function createWork() {
  const story: string[] = [];
  const ends: (() => void)[] = [];
  const turns = createTurns(async (events: Place[]) => {
    story.push(events.map(({ key, version }) => `${key}${version}`).join(' '));
    await new Promise<void>((resolve) => void ends.push(resolve));
    return events.map(({ version }) => version);
  });
  const end = async () => {
    ends.shift()?.();
    await setImmediate();
  };
  return { story, turns, end };
}

test('what waits about a key and follows each other is worked on together, and other keys do not wait', async (t) => {
  const { story, turns, end } = createWork();
  const first = turns({ key: 'a', version: 1 });
  await setImmediate();
  const others = [2, 3, 4].map((version) => turns({ key: 'a', version }));
  void turns({ key: 'b', version: 1 });
  await setImmediate();
  t.deepEqual(story, ['a1', 'b1']);
  await end();
  t.is(await first, 1);
  t.deepEqual(story, ['a1', 'b1', 'a2 a3 a4']);
  await end();
  await end();
  t.deepEqual(await Promise.all(others), [2, 3, 4]);
});

test('events that come at once are in order of their versions, and a gap or one that is sent once more parts them', async (t) => {
  const { story, turns, end } = createWork();
  const isAgain = true;
  for (const version of [9, 3, 2, 5, 3]) void turns({ key: 'a', version });
  void turns({ key: 'a', version: 6, isAgain });
  await setImmediate();
  for (let ended = 0; ended < 5; ended += 1) await end();
  t.deepEqual(story, ['a2 a3', 'a3', 'a5', 'a6', 'a9']);
});

test('of one key not more than 32 are worked on together', async (t) => {
  const { story, turns, end } = createWork();
  for (let version = 1; version <= 40; version += 1) void turns({ key: 'a', version });
  await setImmediate();
  await end();
  t.deepEqual(
    story.map((words) => words.split(' ').length),
    [32, 8],
  );
});

test('work that fails does not hold up the next events of its key', async (t) => {
  let tries = 0;
  const turns = createTurns(async (events: Place[]) => {
    tries += 1;
    if (tries === 1) throw new Error('broken');
    return events.map(() => 'done');
  });
  const first = turns({ key: 'a', version: 1 });
  const second = turns({ key: 'a', version: 3 });
  await t.throwsAsync(first, { message: 'broken' });
  t.is(await second, 'done');
});
