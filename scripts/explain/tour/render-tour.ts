import { wrap } from '../render-watch.ts';
import type { Goal, GoalPlace, TourStep } from './tour.ts';

/** A step as a terminal shows it, before anything of it was done. */
export function renderStep(steps: TourStep[], step: TourStep, columns: number): string[] {
  const { title, todo, see, why } = step;
  const part = (name: string, text: string) => wrap(`${name.padEnd(9)}${text}`, columns, 9);
  return [
    '',
    `${steps.indexOf(step) + 1} of ${steps.length}  ${title}`,
    '',
    ...part('Do', todo),
    ...part('You see', see),
    ...part('Why', why),
    '',
  ];
}

/** What Enter does for a goal; empty where the lab comes there by itself. */
export function renderOffer(goal: Goal): string[] {
  const words = describeOffer(goal);
  return words === '' ? [] : [`  Enter does it: ${words}`];
}

/** The commands of a goal, as a person would give them; empty without any. */
export function describeOffer({ commands = [], ratePerSecond }: Goal): string {
  if (ratePerSecond === undefined) return commands.map((words) => `./lab ${words.join(' ')}`).join(', ');
  return ratePerSecond === 0 ? 'the load ends' : `./lab load --rate ${ratePerSecond}`;
}

/** A goal that was reached, with the time of day. */
export function renderReached({ goal: { text }, reachedMs = 0 }: GoalPlace): string {
  return `  ✓ ${new Date(reachedMs).toLocaleTimeString('en-GB')}  ${text}`;
}
