import { renderTable } from '../../scripts/messages/render-table.ts';
import { renderSections, type Section } from './render.ts';
import type { Results } from './results.ts';

/** The report as a terminal shows it. */
export function renderText(results: Results): string {
  const tables = renderSections(results).map(({ title, head, rows, words }) =>
    [title, renderTable(head, rows), words].join('\n'),
  );
  return [...tables, renderAbout(results)].join('\n\n');
}

/** The report as Markdown. */
export function renderMarkdown(results: Results): string {
  return `${[...renderSections(results).map(renderSection), renderAbout(results)].join('\n\n')}\n`;
}

function renderSection({ title, head, rows, words }: Section): string {
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  const table = [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `### ${title}\n\n${table}\n\n${words}`;
}

function renderAbout({ about, largeData, apiMemoryMb }: Results): string {
  const { date, machine, versions, settings } = about;
  const named = (values: object) => Object.entries(values).map(([name, value]) => `${name} ${value}`);
  return [
    largeData &&
      `The large data set was made in ${Math.round(largeData.seconds)} s, in ${Math.round(largeData.memoryMb)} MB.`,
    apiMemoryMb && `The API’s process used ${Math.round(apiMemoryMb)} MB at the end.`,
    `Measured ${date} on ${machine}; ${named(versions).join(', ')}; ${named(settings).join(', ')}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
