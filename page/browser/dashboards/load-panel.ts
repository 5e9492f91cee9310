import type { Panel, Target } from '../../../roles/prometheus/dashboard-schema.ts';
import type { Found } from '../../dashboard-list.ts';
import { askForMoment, askForRange } from './ask.ts';
import type { PanelData, View } from './drawing.ts';
import { alignSeries, type Grid } from './series.ts';
import { alignRange, chooseStep } from './steps.ts';
import { fillQuery, scrapeSecondsOf } from './variables.ts';

interface LoadOptions {
  view: View;
  widthPx: number;
  signal: AbortSignal;
}

/** Asks for everything that a panel shows. */
export async function loadPanel(panel: Panel, options: LoadOptions): Promise<Found<PanelData>> {
  const asked = await Promise.all(panel.targets.map((target) => askTarget(target, options)));
  const problem = asked.find(({ found }) => 'problem' in found)?.found;
  if (problem && 'problem' in problem) return problem;
  const answers = asked.map(({ found, ...rest }) => ({ ...rest, found: 'result' in found ? found.result : [] }));
  return {
    result: {
      range: options.view.range,
      stepS: Math.max(...asked.map(({ grid }) => grid.stepS)),
      columns: alignSeries(answers.filter(({ target }) => target.range)),
      moments: answers.map(({ found }) => found),
    },
  };
}

async function askTarget(target: Target, { view, widthPx, signal }: LoadOptions) {
  const { range, scrapeS: usualS } = view;
  const scrapeS = scrapeSecondsOf(target, usualS);
  const rangeS = range.toS - range.fromS;
  // A point every two pixels shows all that can be seen.
  const maxPoints = Math.min(600, Math.max(60, widthPx / 2));
  const stepS = chooseStep({ rangeS, maxPoints, scrapeS });
  const grid: Grid = { ...alignRange(range, stepS), stepS };
  const query = fillQuery(target.expr, { ...view, times: { stepS, scrapeS, rangeS } });
  const found = await (target.range ? askForRange(query, grid, signal) : askForMoment(query, range.toS, signal));
  return { target, grid, found };
}
