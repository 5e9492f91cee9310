import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectDir } from '../../scripts/settings/config.ts';
import { locate } from '../../scripts/start/program.mjs';
import type { RecordedLab } from './recorded-lab.ts';

/** The page as one file that loads nothing further, and what its Content-Security-Policy must allow. */
export interface PageFile {
  html: string;
  policy: string;
}

const place = '<div id="page"></div>';

/** Builds the page from its sources; they are compiled where one has changed. */
export const buildPage = () => build({ title: 'The lab', ...main });

/** Builds the page of the dashboards: a document of its own, so that the lab's page is no larger for it. */
export const buildDashboardsPage = () =>
  build({
    title: 'Dashboards',
    program: 'page/browser/dashboards/main.tsx',
    styles: [...main.styles, 'page/browser/dashboards/style.css'],
  });

/** Builds the page of the logs. */
export const buildLogsPage = () =>
  build({
    title: 'Logs',
    program: 'page/browser/log-search/main.tsx',
    styles: [...main.styles, 'page/browser/log-search/style.css'],
  });

interface Parts {
  program: string;
  styles: string[];
}

const main: Parts = { program: 'page/browser/main.tsx', styles: ['page/browser/style.css'] };

async function build({ title, ...parts }: Parts & { title: string }): Promise<PageFile> {
  const { script, style } = await readParts(parts);
  const html = renderShell({ title, head: '', style, scripts: [script], body: place });
  const policy = `default-src 'none'; connect-src 'self'; img-src data:; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { html, policy };
}

export interface RunFileOptions {
  /** As HTML. */
  title: string;
  /** What stands around the page, as HTML. */
  frame(page: string): string;
}

/** A file that shows a record that is over, without a server and without any other file. */
export async function buildRunFile(record: RecordedLab, { title, frame }: RunFileOptions): Promise<string> {
  const { script, style } = await readParts(main);
  const packed = gzipSync(JSON.stringify(record)).toString('base64');
  const scripts = [`window.labRecord='${packed}'`, script];
  const policy = `default-src 'none'; img-src data:; script-src ${scripts.map(hash).join(' ')}; style-src 'unsafe-inline'`;
  const head = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return renderShell({ title, head, style, scripts, body: frame(place) });
}

async function readParts({ program, styles }: Parts) {
  const script = await readFile(locate(program), 'utf8');
  const paths = [ownStyleOfPlots(), ...styles.map((path) => join(projectDir, path))];
  const style = (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).join('\n');
  // A closing tag inside of a script would end it.
  return { script: script.replaceAll('</script', '<\\/script'), style };
}

const ownStyleOfPlots = () => join(dirname(createRequire(import.meta.url).resolve('uplot')), 'uPlot.min.css');

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

interface Shell {
  title: string;
  head: string;
  style: string;
  scripts: string[];
  body: string;
}

function renderShell({ title, head, style, scripts, body }: Shell) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${head}
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
${body}
${scripts.map((text) => `<script type="module">${text}</script>`).join('\n')}
</body>
</html>
`;
}
