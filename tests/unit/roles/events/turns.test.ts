import test from 'ava';
import { createTurns } from '../../../../roles/consumer/turns.ts';

function createGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

test('events of one key follow each other, and other keys do not wait', async (t) => {
  const turns = createTurns();
  const gate = createGate();
  const story: string[] = [];
  const first = turns('a', async () => {
    await gate.opened;
    story.push('a1');
  });
  const second = turns('a', async () => void story.push('a2'));
  await turns('b', async () => void story.push('b1'));
  t.deepEqual(story, ['b1']);
  gate.open();
  await Promise.all([first, second]);
  t.deepEqual(story, ['b1', 'a1', 'a2']);
});

test('an event that fails does not hold up the next of its key', async (t) => {
  const turns = createTurns();
  const first = turns('a', async () => {
    throw new Error('broken');
  });
  const second = turns('a', async () => 'done');
  await t.throwsAsync(first, { message: 'broken' });
  t.is(await second, 'done');
});
