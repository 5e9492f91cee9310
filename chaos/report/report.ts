import type { Run } from '../history.ts';
import type { Judgement } from '../judge/judgement.ts';
import { escapeHtml } from './html.ts';

/** One HTML file that needs nothing else: what was done, what was seen, and whether it was right. */
export function renderReport(run: Run, { valid, verdicts }: Judgement) {
  const rows = verdicts.map(({ checker, details }) => {
    return `<tr><td>${escapeHtml(checker)}</td><td>${escapeHtml(details.join('; ') || 'yes')}</td></tr>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(run.scenario)}</title>
<h1>${escapeHtml(run.scenario)}, ${escapeHtml(run.variant)}: ${valid ? 'valid' : 'invalid'}</h1>
<table>${rows.join('\n')}</table></html>
`;
}
