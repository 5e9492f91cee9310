import test from 'ava';
import { createTurnstile } from '../../../page/server/turnstile.ts';

/** Something that runs until it is told to end. */
class Run {
  hasBegun = false;
  end!: () => void;
  fail!: (error: Error) => void;
  readonly #result = new Promise<void>((resolve, reject) => {
    this.end = resolve;
    this.fail = reject;
  });

  readonly begin = () => {
    this.hasBegun = true;
    return this.#result;
  };
}

test('so many run at once, the next one begins when one ends, and what is too much is refused', async (t) => {
  const inTurn = createTurnstile({ maxAtOnce: 2, maxWaiting: 1 });
  const runs = [new Run(), new Run(), new Run()];
  const results = runs.map((run) => inTurn(run.begin));
  await t.throwsAsync(
    inTurn(async () => undefined),
    { message: 'too many queries wait' },
  );
  const begun = () => runs.map(({ hasBegun }) => hasBegun);
  t.deepEqual(begun(), [true, true, false]);
  runs[1]?.end();
  await results[1];
  await Promise.resolve();
  t.deepEqual(begun(), [true, true, true]);
  for (const run of runs) run.end();
  await Promise.all(results);
  await t.notThrowsAsync(inTurn(async () => undefined));
});

test('one that fails lets the next one in', async (t) => {
  const inTurn = createTurnstile({ maxAtOnce: 1, maxWaiting: 1 });
  const first = new Run();
  const failing = inTurn(first.begin);
  const second = inTurn(async () => 'done');
  first.fail(new Error('no answer'));
  await t.throwsAsync(failing, { message: 'no answer' });
  t.is(await second, 'done');
});
