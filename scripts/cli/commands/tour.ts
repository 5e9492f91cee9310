import { createInterface } from 'node:readline';
import { defineCommand } from 'citty';
import { createEntryReader } from '../../explain/moment.ts';
import { renderOffer, renderReached, renderStep } from '../../explain/tour/render-tour.ts';
import { planTour } from '../../explain/tour/steps.ts';
import { advanceTour, beginTour, findStep, type Goal, placeGoals, type TourStep } from '../../explain/tour/tour.ts';
import { openLab } from '../../lab/open-lab.ts';
import { UserError } from '../../messages/user-error.ts';
import { followRecord } from '../../record/reader.ts';
import { recordDir } from '../../record/segments.ts';
import { createDoer } from './tour-doer.ts';

export const tour = defineCommand({
  async run() {
    const { target, config } = await openLab();
    if ((await target.watcher?.state()) !== 'running') throw notWatched();
    const { address, port } = target.endpoints.api;
    const steps = planTour({ hosts: target.hosts, apiUrl: `http://${address}:${port}/` });
    const end = new AbortController();
    const stop = () => end.abort();
    process.once('SIGINT', stop);
    const doer = createDoer();
    const guide = createGuide(steps);
    const input = createInterface({ input: process.stdin }).on('line', () => doer.carryOut(guide.next()));
    await walk(steps, { dir: recordDir(config.stateDir), signal: end.signal, onProgress: guide.show });
    input.close();
    doer.end();
    process.stdin.destroy();
  },
});

interface Walk {
  dir: string;
  signal: AbortSignal;
  onProgress(progress: ReturnType<typeof beginTour>): void;
}

async function walk(steps: TourStep[], { dir, signal, onProgress }: Walk) {
  const read = createEntryReader();
  let progress = beginTour(steps);
  onProgress(progress);
  for await (const line of followRecord(dir, { sinceMs: Date.now(), signal })) {
    const reached = progress.reachedMs.length;
    progress = advanceTour(progress, read(line));
    if (progress.reachedMs.length > reached) onProgress(progress);
    if (!findStep(steps, progress)) return;
  }
}

/** Prints each step as it comes and each goal as it is reached, and knows the goal that is next. */
function createGuide(steps: TourStep[]) {
  let shown: TourStep | undefined;
  let next: Goal | undefined;
  const print = (lines: string[]) => lines.length > 0 && console.log(lines.join('\n'));
  const show = (progress: ReturnType<typeof beginTour>) => {
    const all = steps.flatMap((step) => placeGoals(steps, step, progress));
    const last = all.findLast(({ reachedMs }) => reachedMs !== undefined);
    const step = findStep(steps, progress);
    next = all.find(({ isNext }) => isNext)?.goal;
    if (last) print([renderReached(last)]);
    if (step && step !== shown) print(renderStep(steps, step, Math.min(process.stdout.columns || 80, 100)));
    if (next) print(renderOffer(next));
    if (!step) print(['', 'That was the tour. ./lab watch and the page go on showing what happens.']);
    shown = step;
  };
  return { show, next: () => next };
}

function notWatched() {
  return new UserError('The tour looks at the record of the lab, and the watcher that writes it does not run', {
    next: 'npm start, which starts the watcher too',
  });
}
