import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectDir } from '../../scripts/settings/config.ts';
import { locate } from '../../scripts/start/program.mjs';

/** The page as one file that loads nothing further, and what its Content-Security-Policy must allow. */
export interface PageFile {
  html: string;
  policy: string;
}

/** Builds the page from its sources; they are compiled where one has changed. */
export async function buildPage(data?: string): Promise<PageFile> {
  const script = await readFile(locate('page/browser/main.tsx'), 'utf8');
  const style = (await Promise.all(listStyles().map((path) => readFile(path, 'utf8')))).join('\n');
  // A closing tag inside of a script would end it.
  const inline = [script, ...(data === undefined ? [] : [`window.labRecord=${data}`])].map((text) =>
    text.replaceAll('</script', '<\\/script'),
  );
  const html = renderShell({ style, scripts: inline.reverse() });
  const allow = inline.map(hash).join(' ');
  const policy = `default-src 'none'; connect-src 'self'; img-src data:; script-src ${allow}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { html, policy };
}

function listStyles() {
  const uPlot = createRequire(import.meta.url).resolve('uplot');
  return [join(dirname(uPlot), 'uPlot.min.css'), join(projectDir, 'page/browser/style.css')];
}

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function renderShell({ style, scripts }: { style: string; scripts: string[] }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The lab</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="page"></div>
${scripts.map((text) => `<script type="module">${text}</script>`).join('\n')}
</body>
</html>
`;
}
