import type { Dashboard } from '../../../roles/prometheus/dashboard-schema.ts';
import type { Choices } from './variables.ts';

/** What is shown: it is all in the address, so that a link leads to it. The names are those of Grafana's addresses. */
export interface ViewState {
  uid: string;
  /** Such as now-15m, or milliseconds since 1970. */
  from: string;
  to: string;
  /** Such as 5s; nothing where it is not asked again. */
  refresh: string;
  choices: Choices;
}

/** What is shown, in seconds since 1970. */
export interface TimeRange {
  fromS: number;
  toS: number;
}

const secondsOf: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of a span such as 15m; 0 where it is none. */
export function parseSpan(text: string): number {
  const [, count = '0', unit = 's'] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  return Number(count) * (secondsOf[unit] ?? 0);
}

/** The ends of what is shown, in seconds since 1970. */
export function resolveRange({ from, to }: Pick<ViewState, 'from' | 'to'>, nowS: number): TimeRange {
  const toS = resolveTime(to, nowS) ?? nowS;
  const fromS = resolveTime(from, nowS) ?? toS - 900;
  return fromS < toS ? { fromS, toS } : { fromS: toS - 900, toS };
}

function resolveTime(text: string, nowS: number) {
  if (/^\d{10,14}$/.test(text)) return Number(text) / 1_000;
  const [, span] = /^now(?:-(\w+))?$/.exec(text) ?? [];
  if (!text.startsWith('now')) return undefined;
  return span === undefined ? nowS : nowS - parseSpan(span);
}

/** Whether the end moves on with the time. */
export const isLive = ({ to }: Pick<ViewState, 'to'>) => to === 'now';

/** What an address shows; what it does not say is as the dashboard has it. */
export function parseAddress(hash: string, dashboards: Dashboard[]): ViewState {
  const [, uid = '', search = ''] = /^#([a-z-]*)\??(.*)$/.exec(hash) ?? [];
  const dashboard = dashboards.find((each) => each.uid === uid) ?? (dashboards[0] as Dashboard);
  const parameters = new URLSearchParams(search);
  const choices: Choices = {};
  for (const [key, value] of parameters) {
    const [, name] = /^var-([a-z]+)$/.exec(key) ?? [];
    if (name) choices[name] = [...(choices[name] ?? []), value];
  }
  return {
    uid: dashboard.uid,
    from: parameters.get('from') ?? dashboard.time.from,
    to: parameters.get('to') ?? dashboard.time.to,
    refresh: parameters.get('refresh') ?? dashboard.refresh,
    choices,
  };
}

/** The address that shows this. */
export function renderAddress({ uid, from, to, refresh, choices }: ViewState): string {
  const parameters = new URLSearchParams({ from, to, refresh });
  for (const [name, values] of Object.entries(choices))
    for (const value of values) parameters.append(`var-${name}`, value);
  return `#${uid}?${parameters}`;
}
