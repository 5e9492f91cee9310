import type { ScenarioResult } from './run-scenario.ts';

const width = 80;

/** What a person wants to know of a run, in lines of 80 columns. */
export function renderSummary({ run, judgement, dir }: ScenarioResult): string {
  const { valid, verdicts, figures } = judgement;
  const head = `${run.scenario}, ${run.variant}: ${valid ? 'valid' : 'INVALID'}`;
  const load = `${run.operations.length} requests in ${Math.round(run.seconds)} s, ${run.ratePerSecond} a second`;
  const failed = verdicts.filter((verdict) => !verdict.valid);
  return [
    `${head}  (${load})`,
    ...renderFigures(figures),
    ...failed.flatMap(({ checker, details }) => [`  not so: ${checker}`, ...details.slice(0, 3).map(renderDetail)]),
    ...(run.interrupted ? [`  ${run.interrupted}`] : []),
    `  evidence: ${dir}`,
  ].join('\n');
}

// As many on a line as there is room for.
function renderFigures(figures: Record<string, number | null>): string[] {
  const known = Object.entries(figures).filter(([, figure]) => figure !== null);
  const texts = known.map(([name, figure]) => `${name} ${Math.round(Number(figure) * 10_000) / 10_000}`);
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
