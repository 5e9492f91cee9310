import test from 'ava';
import { startRepeating } from '../../../frontend/state/repeating.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';

test('work is repeated after a failure too, and until it says that there is no more to do', async (t) => {
  let turns = 0;
  startRepeating(async () => {
    turns += 1;
    if (turns === 2) throw new Error('no answer');
    return turns < 4;
  }, 1);
  await waitFor(() => turns >= 4, { what: 'four turns', timeoutMs: 5_000, intervalMs: 5 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  t.is(turns, 4);
});

test('work that is stopped is told so, and not begun again', async (t) => {
  let turns = 0;
  let wasTold = false;
  const stop = startRepeating(async (signal) => {
    turns += 1;
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    wasTold = signal.aborted;
    return true;
  }, 1);
  stop();
  await waitFor(() => wasTold, { what: 'the end', timeoutMs: 5_000, intervalMs: 5 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  t.is(turns, 1);
});
