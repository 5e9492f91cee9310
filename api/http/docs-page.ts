import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context } from './request-context.ts';
import { answerFile, type StaticFile, toStaticFile } from './static-file.ts';

const swaggerDirectory = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>RealWorld API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/page.css">
<link rel="icon" type="image/svg+xml" href="/favicon.ico">
</head>
<body>
<a class="back" href="/">← Conduit</a>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

// Swagger UI shows a closed padlock where a token is optional, and an open one where it is needed: the texts tell it instead.
const style = `body { margin: 0; }
.back { display: block; max-width: 1460px; margin: 1rem auto 0; padding: 0 20px; font: 1rem system-ui, sans-serif; color: #2b7a3d; }
.swagger-ui .opblock .authorization__btn { display: none; }
.dark-mode body { background: #1c2022; }
.dark-mode .back { color: #7fd493; }
`;

const script = `const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
SwaggerUIBundle({ url: '/docs/openapi.json', dom_id: '#swagger-ui', persistAuthorization: true });
`;

const readSwagger = (name: string) => readFile(join(swaggerDirectory, name));

/** The files of the documentation's user interface; nothing is fetched from anywhere else. */
const files: Record<string, () => Promise<Buffer> | string> = {
  '': () => page,
  'page.css': () => style,
  'start.js': () => script,
  'swagger-ui.css': () => readSwagger('swagger-ui.css'),
  'swagger-ui-bundle.js': () => readSwagger('swagger-ui-bundle.js'),
};

/** Serves the documentation: the page, the description, and the files of the page. */
export function createDocsPage(description: object) {
  const all: typeof files = { ...files, 'openapi.json': () => JSON.stringify(description) };
  const assets = new Map<string, Promise<StaticFile>>();
  return async function serveDocs(context: Context): Promise<boolean> {
    const name = context.path.replace(/^\/docs\/?/, '');
    const read = Object.hasOwn(all, name) ? all[name] : undefined;
    if (!read) return false;
    const asset = assets.get(name) ?? loadAsset(read);
    assets.set(name, asset);
    answerFile(context, await asset, { type: extname(name) || '.html' });
    return true;
  };
}

async function loadAsset(read: () => Promise<Buffer> | string): Promise<StaticFile> {
  const plain = Buffer.from(await read());
  return toStaticFile(plain, await promisify(gzip)(plain, { level: 9 }));
}
