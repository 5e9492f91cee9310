import { useState } from 'preact/hooks';
import type { Moment } from '../../scripts/explain/moment.ts';
import { describeOffer } from '../../scripts/explain/tour/render-tour.ts';
import { findStep, type Goal, type GoalPlace, placeGoals, type TourStep } from '../../scripts/explain/tour/tour.ts';
import { command, post } from './connection.ts';
import { useStore } from './store.ts';
import { renderTime } from './words.ts';

/** Seven steps through the lab, which the record ticks off. */
export function Tour({ mayCommand, newest }: { mayCommand: boolean; newest: Moment }) {
  const store = useStore();
  const { tour } = store;
  const set = (change: () => void) => () => {
    change();
    store.tell();
  };
  if (tour.sinceMs === undefined)
    return (
      <section class="tour closed" aria-label="The tour">
        <button type="button" onClick={set(() => tour.begin(newest))}>
          Take the tour
        </button>
        <span class="soft">Seven steps, from an article to the death of all members. Each ticks itself off.</span>
      </section>
    );
  const step = findStep(tour.steps, tour.progress);
  return (
    <section class="card tour" aria-label="The tour">
      <div class="title">
        <h2>The tour</h2>
        <button type="button" onClick={set(() => tour.end())}>
          {step ? 'End the tour' : 'Close'}
        </button>
      </div>
      <Steps />
      {step ? (
        <Step key={step.title} step={step} mayCommand={mayCommand} />
      ) : (
        <p class="todo">You have seen it all: nothing that was acknowledged is lost.</p>
      )}
    </section>
  );
}

function Steps() {
  const { steps, progress } = useStore().tour;
  const current = findStep(steps, progress);
  const at = current ? steps.indexOf(current) : steps.length;
  return (
    <ol class="steps">
      {steps.map(({ title }, index) => (
        <li
          key={title}
          class={index < at ? 'good' : index === at ? 'now' : 'soft'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span aria-hidden="true">{index < at ? '✓' : index + 1}</span> {title}
          {index < at && <span class="hidden">, done</span>}
        </li>
      ))}
    </ol>
  );
}

function Step({ step, mayCommand }: { step: TourStep; mayCommand: boolean }) {
  const { steps, progress } = useStore().tour;
  return (
    <>
      <p class="todo">{step.todo}</p>
      <p>
        <b>You will see:</b> {step.see}
      </p>
      <p class="soft">
        <b>Why:</b> {step.why}
      </p>
      <ul class="goals" aria-live="polite">
        {placeGoals(steps, step, progress).map((place) => (
          <GoalItem key={place.goal.text} {...place} mayCommand={mayCommand} />
        ))}
      </ul>
    </>
  );
}

function GoalItem({ goal, reachedMs, isNext, mayCommand }: GoalPlace & { mayCommand: boolean }) {
  const isReached = reachedMs !== undefined;
  const offer = describeOffer(goal);
  return (
    <li class={isReached ? 'good' : isNext ? 'now' : 'soft'}>
      <span aria-hidden="true">{isReached ? '✓' : isNext ? '▸' : '○'}</span> {goal.text}
      {isReached && <span class="soft"> at {renderTime(reachedMs)}</span>}
      {isNext && offer !== '' && (mayCommand ? <Offer goal={goal} offer={offer} /> : <code>{offer}</code>)}
    </li>
  );
}

function Offer({ goal, offer }: { goal: Goal; offer: string }) {
  const [said, setSaid] = useState('');
  const carryOut = async () => {
    setSaid('It is under way …');
    const answers = await Promise.all(listAnswers(goal));
    setSaid(answers.flatMap(({ done, text }) => (done ? [] : [text])).join(' '));
  };
  return (
    <span class="offer">
      <button type="button" onClick={carryOut}>
        {nameOf(goal)}
      </button>
      <code>{offer}</code>
      <span role="status" class="soft">
        {said}
      </span>
    </span>
  );
}

const listAnswers = ({ ratePerSecond, commands = [] }: Goal) =>
  ratePerSecond === undefined ? commands.map(command) : [post('/load', { ratePerSecond })];

const verbs: Record<string, string> = { kill: 'Kill', start: 'Start', pause: 'Freeze', resume: 'Let go on:' };

function nameOf({ ratePerSecond, commands = [] }: Goal) {
  if (ratePerSecond !== undefined) return ratePerSecond > 0 ? 'Start the load' : 'Stop the load';
  const [[word = ''] = []] = commands;
  return `${verbs[word]} ${commands.map(([, host]) => host).join(', ')}`;
}
