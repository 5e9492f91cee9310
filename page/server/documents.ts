import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDir } from '../../scripts/settings/config.ts';
import type { Handler } from './serve.ts';

/** The documents that sentences point to, as they lie in docs/. */
export const documents: Record<string, Handler> = {
  'GET /docs': async (_request, url) => await readDocument(url.searchParams.get('name') ?? ''),
};

async function readDocument(name: string) {
  if (!/^[a-z-]{1,40}$/.test(name)) return 'There is no such document.';
  return await readFile(join(projectDir, 'docs', `${name}.md`), 'utf8');
}
