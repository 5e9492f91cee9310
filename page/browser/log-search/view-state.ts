/** What is looked for: it is all in the address, so that a link leads to it. */
export interface LogView {
  text: string;
  host: string;
  level: string;
  /** Such as now-15m, or milliseconds since 1970, as in the addresses of the dashboards. */
  from: string;
  to: string;
}

const usual: LogView = { text: '', host: '', level: '', from: 'now-15m', to: 'now' };

/** What an address shows. */
export function parseAddress(hash: string): LogView {
  const given = Object.fromEntries(new URLSearchParams(hash.replace(/^#/, '')));
  const { text, host, level, from, to } = { ...usual, ...given };
  return { text, host, level, from, to };
}

/** The address that shows this; what is as usual is left out. */
export function renderAddress(view: LogView) {
  const told = Object.entries(view).filter(([name, value]) => value !== usual[name as keyof LogView]);
  return `#${new URLSearchParams(told)}`;
}
