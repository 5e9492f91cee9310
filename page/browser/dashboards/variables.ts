import type { Target, Variable } from '../../../roles/prometheus/dashboard-schema.ts';

/** What is chosen for each variable; nothing means all of its values. */
export type Choices = Record<string, string[]>;

/** The times that a query may name. */
export interface QueryTimes {
  /** Between two points. */
  stepS: number;
  /** Between two questions of Prometheus to this query's sources. */
  scrapeS: number;
  rangeS: number;
}

/** A query with the chosen values and the times in the place of their names, as Grafana does it. */
export function fillQuery(expr: string, { variables, choices, times }: FillOptions): string {
  const { stepS, scrapeS, rangeS } = times;
  // https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/#use-__rate_interval
  const known: Record<string, string> = {
    __rate_interval: `${Math.max(stepS + scrapeS, 4 * scrapeS)}s`,
    __interval: `${stepS}s`,
    __range: `${Math.max(1, Math.round(rangeS))}s`,
  };
  for (const { name, allValue } of variables) known[name] = joinChoices(choices[name] ?? [], allValue);
  return expr.replaceAll(/\$(\w+)/g, (whole, name) => known[name] ?? whole);
}

export interface FillOptions {
  variables: Pick<Variable, 'name' | 'allValue'>[];
  choices: Choices;
  times: QueryTimes;
}

const joinChoices = (chosen: string[], all: string) =>
  chosen.length === 0 ? all : chosen.map(escapeForLabel).join('|');

// Once for the regular expression, once for the string of PromQL in which it stands.
const escapeForLabel = (value: string) =>
  value
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"');

/** The series and the label that give a variable its values, such as label_values(mysql_up, instance). */
export function parseLabelQuery({ query: { query } }: Variable) {
  const [, match = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(query) ?? [];
  return { match, label };
}

/** How often the sources of a query are asked. */
export const scrapeSecondsOf = ({ interval }: Target, usualS: number) =>
  Math.max(usualS, interval ? Number.parseInt(interval, 10) : 0);
