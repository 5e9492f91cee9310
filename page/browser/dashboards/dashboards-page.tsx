import { useEffect } from 'preact/hooks';
import type { Dashboard, Variable } from '../../../roles/prometheus/dashboard-schema.ts';
import type { DashboardList } from '../../dashboard-list.ts';
import { Controls } from './controls.tsx';
import { PanelBox } from './panel-box.tsx';
import { useAddress, useList, useTimeRange, useValues } from './use-view.ts';
import { renderAddress } from './view-state.ts';

/** The dashboards of the profile `monitor`, drawn from the files that Grafana imports. */
export function DashboardsPage() {
  const { list, problem } = useList();
  if (list) return <Shown list={list} />;
  return <p class="waiting">{problem ? `There are no dashboards: ${problem}.` : 'Waiting for the dashboards …'}</p>;
}

function Shown({ list }: { list: DashboardList }) {
  const { state, change } = useAddress(list);
  const range = useTimeRange(state);
  const dashboard = list.dashboards.find(({ uid }) => uid === state.uid) as Dashboard;
  const variables = dashboard.templating.list.filter((one): one is Variable => one.type === 'query');
  const values = useValues(variables, range);
  useEffect(() => {
    document.title = `${dashboard.title} – ${list.lab}`;
  }, [dashboard.title]);
  const zoom = (fromS: number, toS: number) =>
    change({ from: String(Math.round(fromS * 1_000)), to: String(Math.round(toS * 1_000)) });
  return (
    <main class="dashboards">
      <header>
        <p class="lab">
          <a href="/">{list.lab}</a>
        </p>
        <nav aria-label="Dashboards">
          {list.dashboards.map(({ uid, title }) => (
            <a
              key={uid}
              href={renderAddress({ ...state, uid, choices: {} })}
              aria-current={uid === state.uid ? 'page' : undefined}
            >
              {title}
            </a>
          ))}
        </nav>
        <h1>{dashboard.title}</h1>
        <p class="soft">{dashboard.description}</p>
      </header>
      <Controls state={state} range={range} change={change} variables={variables} values={values} />
      <div class="grid">
        {dashboard.panels.map((panel) => (
          <PanelBox
            key={`${dashboard.uid} ${panel.id}`}
            panel={panel}
            view={{ range, variables, choices: state.choices, hosts: list.hosts, scrapeS: list.scrapeS, zoom }}
          />
        ))}
      </div>
    </main>
  );
}
