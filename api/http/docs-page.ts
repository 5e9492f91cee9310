import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { Context } from './request-context.ts';

const swaggerDirectory = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** The files of the documentation's user interface; nothing is fetched from anywhere else. */
const files = new Set(['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']);

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>RealWorld API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const script = `SwaggerUIBundle({ url: '/docs/openapi.json', dom_id: '#swagger-ui', persistAuthorization: true });
`;

/** Serves the documentation: the page, the description, and the files of the page. */
export function createDocsPage(description: object) {
  return async function serveDocs(context: Context): Promise<boolean> {
    const name = context.path.replace(/^\/docs\/?/, '');
    if (name === '') return answer(context, '.html', page);
    if (name === 'openapi.json') return answer(context, '.json', JSON.stringify(description));
    if (name === 'start.js') return answer(context, '.js', script);
    if (!files.has(name)) return false;
    context.set('Cache-Control', 'public, max-age=86400');
    return answer(context, extname(name), await readFile(join(swaggerDirectory, name)));
  };
}

function answer(context: Context, type: string, body: string | Buffer): true {
  context.type = type;
  context.body = body;
  return true;
}
