import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { locate } from '../../scripts/start/program.mjs';
import { findPage } from './page-paths.ts';
import type { Context } from './request-context.ts';
import { answerFile, type StaticFile, toStaticFile } from './static-file.ts';

/** The pages of the front end and their files. */
export interface FrontEnd {
  /** Answers a request for them; false where there is nothing of the kind. */
  serve(context: Context): Promise<boolean>;
}

const program = 'frontend/main.tsx';
// Only these exist, and no name can lead out of the folder.
const assetPath = /^\/assets\/([\w-]+\.(?:js|css|svg))$/;
const hasHash = /-[A-Z0-9]{8}\.\w+$/;

/** Whether a path is one of the front end's pages or files. */
export const isOfFrontEnd = (path: string) => path.startsWith('/assets/') || findPage(path) !== undefined;

/** Opens the front end; where a source has changed it is compiled first. */
export function openFrontEnd(): FrontEnd {
  const folder = dirname(locate(program));
  const page = toStaticFile(readFileSync(join(folder, 'index.html')), readFileSync(join(folder, 'index.html.gz')));
  const read = createReader(folder);
  return {
    async serve(context) {
      const name = assetPath.exec(context.path)?.[1];
      const file = name === undefined ? asksForPage(context) && page : await read(name);
      if (!file) return false;
      answerFile(context, file, name === undefined ? { type: '.html' } : optionsFor(name));
      return true;
    },
  };
}

/** The home page is for every client; other paths are pages only to one that wants a page. */
function asksForPage(context: Context): boolean {
  if (context.path === '/') return true;
  context.vary('Accept');
  return /\btext\/html\b/.test(context.get('Accept')) && findPage(context.path) !== undefined;
}

const optionsFor = (name: string) => ({
  type: extname(name),
  cacheControl: hasHash.test(name) ? 'public, max-age=31536000, immutable' : 'public, max-age=86400',
});

/** Files are read when a browser first asks for them; those of an earlier version stay for pages that are still open. */
function createReader(folder: string) {
  const known = new Map<string, StaticFile>();
  return async (name: string): Promise<StaticFile | undefined> => {
    const found = known.get(name) ?? (await readBoth(join(folder, name)));
    if (found) known.set(name, found);
    return found;
  };
}

async function readBoth(path: string): Promise<StaticFile | undefined> {
  try {
    return toStaticFile(await readFile(path), await readFile(`${path}.gz`));
  } catch {
    return undefined;
  }
}
