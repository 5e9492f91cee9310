import test from 'ava';
import { chooseStep } from '../../../../page/browser/dashboards/steps.ts';
import type { Dashboard, Panel } from '../../../../roles/prometheus/dashboard-schema.ts';
import { listDashboards, readDashboards } from '../../../../roles/prometheus/read-dashboards.ts';

const dashboards = readDashboards();
const panels = dashboards.flatMap((dashboard) => dashboard.panels.map((panel) => ({ dashboard, panel })));
const nameOf = ({ dashboard, panel }: { dashboard: Dashboard; panel: Panel }) => `${dashboard.uid}: ${panel.title}`;

test('every dashboard is what Grafana imports, and is shown in its order', (t) => {
  const titles = [
    'System overview',
    'Hosts',
    'API',
    'Database and group',
    'Proxy and edge',
    'Events',
    'Errors',
    'Alerts',
  ];
  t.deepEqual(
    dashboards.map(({ title }) => title),
    titles,
  );
});

test('a panel lies inside of the grid and covers no other', (t) => {
  for (const { panels } of dashboards) {
    const cells = panels.flatMap(({ title, gridPos: { x, y, w, h } }) => {
      t.true(x + w <= 24, title);
      return Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`);
    });
    t.is(new Set(cells).size, cells.length);
  }
});

test('panels and their queries have names of their own', (t) => {
  for (const { panels, uid } of dashboards) {
    t.is(new Set(panels.map(({ id }) => id)).size, panels.length, uid);
    t.is(new Set(panels.map(({ title }) => title)).size, panels.length, uid);
    for (const { title, targets } of panels)
      t.is(new Set(targets.map(({ refId }) => refId)).size, targets.length, title);
  }
});

test('every variable of a query is one of the dashboard, and is used', (t) => {
  for (const { templating, panels, uid } of dashboards) {
    const known = templating.list.flatMap((variable) => (variable.type === 'query' ? [variable.name] : []));
    const used = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => expr.match(/(?<=\$)[a-z]\w*/g) ?? []));
    t.deepEqual([...new Set(used)].toSorted(), known.toSorted(), uid);
  }
});

test('lines and states name their series, and the name is made of labels that the query keeps', (t) => {
  for (const each of panels) {
    if (each.panel.type !== 'timeseries' && each.panel.type !== 'state-timeline') continue;
    for (const { legendFormat = '', expr } of each.panel.targets) {
      t.not(legendFormat, '', nameOf(each));
      for (const label of legendFormat.match(/\w+(?=\}\})/g) ?? [])
        t.regex(expr, new RegExp(`by \\([^)]*\\b${label}\\b`));
    }
  }
});

test('a query of a rate spans more than one answer of its sources', (t) => {
  for (const each of panels)
    for (const { expr } of each.panel.targets)
      for (const [, span] of expr.matchAll(/\[([^\]]+)\]\)/g))
        t.regex(span ?? '', /^(\$__rate_interval|\$__range|5m)$/, nameOf(each));
});

test('no event falls between two points of a line, however long the time that is shown', (t) => {
  const stepS = chooseStep({ rangeS: 15 * 86_400, maxPoints: 60, scrapeS: 1 });
  // A window in a query, or of a record such as api:errors:ratio150s that is not itself looked back on.
  const listWindows = (expr: string) => [...expr.matchAll(/(?:\[|:ratio)(\d+)([smh])(?!\w*\[)/g)];
  const secondsOf = ([, count, unit = 's']: string[]) => Number(count) * ({ m: 60, h: 3_600 }[unit] ?? 1);
  const tooShort = panels.filter(({ panel }) =>
    panel.targets.some(({ expr, range }) => range && listWindows(expr).some((window) => secondsOf(window) < stepS)),
  );
  t.deepEqual(tooShort.map(nameOf), []);
});

test('what a line says happened in a minute is a rate of a minute, whatever the step', (t) => {
  for (const each of panels)
    for (const { legendFormat = '', expr } of each.panel.targets)
      if (/in a minute/.test(`${legendFormat} ${each.panel.description}`) || expr.startsWith('60 *')) {
        t.regex(expr, /^60 \* sum.*rate\(/, nameOf(each));
        t.regex(`${legendFormat} ${each.panel.description}`, /in a minute/i, nameOf(each));
      }
});

test('failures are counted by series that are there before the first one', (t) => {
  for (const each of panels) for (const { expr } of each.panel.targets) t.notRegex(expr, /status[!=]/, nameOf(each));
});

test('a dashboard about a role that the lab lacks is left out', (t) => {
  const titles = (roles: string[]) => listDashboards((role) => roles.includes(role)).map(({ title }) => title);
  t.false(titles([]).includes('Events'));
  t.true(titles(['relay']).includes('Events'));
  t.is(titles(['relay']).length, dashboards.length);
});
