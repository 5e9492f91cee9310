import { fillQuery, scrapeSecondsOf } from '../../../page/browser/dashboards/variables.ts';
import { createAsk } from '../../../page/server/prometheus-questions.ts';
import type { Dashboard, Target, Variable } from '../../../roles/prometheus/dashboard-schema.ts';
import { listDashboards } from '../../../roles/prometheus/read-dashboards.ts';
import type { LabView } from '../../../roles/view.ts';
import type { Host } from '../../../scripts/settings/lab-file.ts';

const rangeS = 60;

/** Asks every query of every dashboard of a lab as the page does; gives those that bring no number, and why. */
export async function listWithoutData(view: LabView, prometheus: Host): Promise<string[]> {
  const ask = createAsk(view.at(prometheus, 'http'));
  const queries = listDashboards((role) => view.hostsOf(role).length > 0).flatMap((dashboard) =>
    dashboard.panels.flatMap(({ title, targets }) => targets.map((target) => ({ dashboard, title, target }))),
  );
  const found = await Promise.all(
    queries.map(async ({ dashboard, title, target }) => {
      const answer = await ask(target.range ? 'queryRange' : 'query', fillTarget(target, dashboard));
      if ('result' in answer && hasNumber(answer.result as Answer[])) return [];
      return [`${dashboard.title}, ${title}, ${target.refId}: ${'problem' in answer ? answer.problem : 'no number'}`];
    }),
  );
  return found.flat();
}

function fillTarget(target: Target, { templating }: Dashboard) {
  const variables = templating.list.filter((variable): variable is Variable => variable.type === 'query');
  const scrapeS = scrapeSecondsOf(target, 2);
  const query = fillQuery(target.expr, { variables, choices: {}, times: { stepS: scrapeS, scrapeS, rangeS } });
  const nowS = Date.now() / 1_000;
  const times = target.range ? { start: nowS - rangeS, end: nowS, step: scrapeS } : { time: nowS };
  return new URLSearchParams({
    query,
    ...Object.fromEntries(Object.entries(times).map(([name, value]) => [name, `${value}`])),
  });
}

interface Answer {
  value?: [number, string];
  values?: [number, string][];
}

const hasNumber = (answers: Answer[]) =>
  answers.some(({ value, values = value ? [value] : [] }) => values.some(([, text]) => Number.isFinite(Number(text))));
