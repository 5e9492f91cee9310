import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { createPatientQuestion } from '../../../../scripts/watch/patient-question.ts';

test('an answer that comes late is the next one, and nothing is asked meanwhile', async (t) => {
  let asked = 0;
  const answers: ((value: string) => void)[] = [];
  const ask = createPatientQuestion(
    () => {
      asked += 1;
      return new Promise<string>((resolve) => answers.push(resolve));
    },
    { withinMs: 5, silence: 'silent' },
  );
  t.deepEqual([await ask(), await ask()], ['silent', 'silent']);
  answers[0]?.('late');
  await sleep(1);
  t.is(await ask(), 'late');
  t.is(asked, 1);
  const next = ask();
  answers[1]?.('in time');
  t.is(await next, 'in time');
  t.is(asked, 2);
});
