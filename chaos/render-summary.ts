import { faultMeasures, keyMeasures, type Measure } from './report/measures.ts';
import { formatMs } from './report/numbers.ts';
import type { ScenarioResult } from './run-scenario.ts';

const width = 80;

/** What a person wants to know of a run, in lines of 80 columns; the report has the rest. */
export function renderSummary({ run, judgement, dir }: ScenarioResult): string {
  const { valid, verdicts, figures } = judgement;
  const head = `${run.scenario}, ${run.variant}: ${valid ? 'valid' : 'INVALID'}`;
  const load = `${run.operations.length} requests in ${Math.round(run.seconds)} s`;
  const [p50, p99] = [figures.p50Ms, figures.p99Ms].map(formatMs);
  const failed = verdicts.filter((verdict) => !verdict.valid);
  return [
    head,
    `  ${load}, half of them within ${p50}, 99 % within ${p99}`,
    ...wrap(keyMeasures.map((measure) => renderMeasure(measure, figures))),
    ...wrap(faultMeasures.filter(({ key }) => isKnown(figures[key])).map((measure) => renderMeasure(measure, figures))),
    ...failed.flatMap(({ checker, details }) => [`  not so: ${checker}`, ...details.slice(0, 3).map(renderDetail)]),
    ...(run.interrupted ? [`  ${run.interrupted}`] : []),
    `  evidence: ${dir}`,
  ].join('\n');
}

function isKnown(figure: number | null | undefined) {
  return figure !== null && figure !== undefined;
}

function renderMeasure({ key, label, format }: Measure, figures: Record<string, number | null>) {
  return `${label} ${format(figures[key])}`;
}

// As many on a line as there is room for.
function wrap(texts: string[]): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + text.length + 3 <= width) lines[lines.length - 1] = `${last} · ${text}`;
    else lines.push(`  ${text}`);
  }
  return lines;
}

function renderDetail(text: string) {
  const line = `    ${text}`;
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
