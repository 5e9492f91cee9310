import type { Run } from '../history.ts';
import type { Verdict } from '../judge/judge.ts';
import { chooseKeyMeasures, faultMeasures, type Measure } from './measures.ts';
import { formatMs } from './numbers.ts';

const width = 80;

/** A run in lines of 80 columns; the report has the rest. */
export function renderSummary({ run, verdict, dir }: { run: Run; verdict: Verdict; dir: string }): string {
  const { valid, checks, figures } = verdict;
  const head = `${run.scenario}, ${run.variant}: ${valid ? 'valid' : 'INVALID'}`;
  const load = `${run.requests.length} requests in ${Math.round(run.seconds)} s`;
  const [p50, p99] = [figures.p50Ms, figures.p99Ms].map(formatMs);
  const failed = checks.filter((check) => !check.valid);
  return [
    head,
    `  ${load}, half of them within ${p50}, 99 % within ${p99}`,
    ...wrap(chooseKeyMeasures(figures).map((measure) => renderMeasure(measure, figures))),
    ...wrap(faultMeasures.filter(({ key }) => isKnown(figures[key])).map((measure) => renderMeasure(measure, figures))),
    ...failed.flatMap(({ checker, details }) => [`  not true: ${checker}`, ...details.slice(0, 3).map(renderDetail)]),
    ...(run.interrupted ? [`  ${run.interrupted}`] : []),
    `  report: ${dir}/report.html`,
  ].join('\n');
}

function isKnown(figure: number | null | undefined) {
  return figure !== null && figure !== undefined;
}

function renderMeasure({ key, label, format }: Measure, figures: Record<string, number | null>) {
  return `${label} ${format(figures[key])}`;
}

// Puts as many texts on a line as fit.
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
