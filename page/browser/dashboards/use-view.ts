import { useEffect, useState } from 'preact/hooks';
import type { Variable } from '../../../roles/prometheus/dashboard-schema.ts';
import type { DashboardList } from '../../dashboard-list.ts';
import { askForLabels, askForList } from './ask.ts';
import { type Choices, parseLabelQuery } from './variables.ts';
import {
  isLive,
  parseAddress,
  parseSpan,
  renderAddress,
  resolveRange,
  type TimeRange,
  type ViewState,
} from './view-state.ts';

/** The dashboards of the lab; until they are there, why they are not. */
export function useList() {
  const [list, setList] = useState<DashboardList>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const load = async () => {
      const found = await askForList();
      if ('result' in found) return setList(found.result);
      setProblem(found.problem);
      timer = setTimeout(load, 2_000);
    };
    void load();
    return () => clearTimeout(timer);
  }, []);
  return { list, problem };
}

/** What the address shows, and how it is changed. */
export function useAddress({ dashboards }: DashboardList) {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const state = parseAddress(hash, dashboards);
  const change = (part: Partial<ViewState>) => {
    location.hash = renderAddress({ ...state, ...part });
  };
  return { state, change };
}

/** The time that is shown; where it is live, it moves on with each refresh. */
export function useTimeRange(state: ViewState): TimeRange {
  const [nowS, setNowS] = useState(Date.now() / 1_000);
  const everyS = isLive(state) ? parseSpan(state.refresh) : 0;
  useEffect(() => {
    setNowS(Date.now() / 1_000);
    if (everyS === 0) return;
    // A page in the background asks nothing.
    const timer = setInterval(() => document.hidden || setNowS(Date.now() / 1_000), everyS * 1_000);
    return () => clearInterval(timer);
  }, [everyS, state.from, state.to, state.uid]);
  return resolveRange(state, nowS);
}

/** The values that each variable can take. */
export function useValues(variables: Variable[], range: TimeRange): Choices {
  const [values, setValues] = useState<Choices>({});
  const key = variables.map(({ query }) => query.query).join();
  useEffect(() => {
    let isOver = false;
    for (const variable of variables) {
      const { match, label } = parseLabelQuery(variable);
      void askForLabels(match, label, range).then((found) => {
        if ('result' in found && !isOver) setValues((known) => ({ ...known, [variable.name]: found.result }));
      });
    }
    return () => {
      isOver = true;
    };
    // Once a minute is often enough to notice a new host.
  }, [key, Math.floor(range.toS / 60)]);
  return values;
}
