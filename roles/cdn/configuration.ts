import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagePaths } from '../../api/http/page-paths.ts';
import { listFrontEndHeaders } from '../../api/http/security-headers.ts';

/** What nginx.conf and waf.conf leave open; their comments say what each is for. */
export interface CdnPlaces {
  NAME: string;
  /** A line such as `user root;`, or none. */
  USER: string;
  MODULE: string;
  CORE_RULES: string;
  /** Where it keeps what it has cached, and its sockets. */
  FOLDER: string;
  PAGES: string;
  WAF: string;
  FRONT: string;
  GUARD: string;
  API: string;
  HOP_KEY: string;
  ACCESS_LOG: string;
}

/** nginx's configuration for one host. */
export function renderNginxConf(places: CdnPlaces): string {
  return fill('nginx.conf', {
    ...places,
    PAGE_PATHS: Object.values(pagePaths).map(toPattern).join('|'),
    PAGE_HEADERS: renderHeaders(listFrontEndHeaders()),
    EXPLAIN: explain,
  });
}

/** The rules of the guard. */
export function renderWafConf(places: Pick<CdnPlaces, 'FOLDER' | 'CORE_RULES'>): string {
  return fill('waf.conf', { ...places });
}

// The status is that of the error which led there.
const explain = [
  'internal;',
  'default_type application/json;',
  'add_header X-Request-Id $id always;',
  'add_header Retry-After $retry_after always;',
  'add_header X-Content-Type-Options nosniff always;',
  `return 200 '{"errors":$errors}';`,
].join(' ');

const toPattern = (path: string) => path.replaceAll(/:\w+/g, '[^/ ]+');

const renderHeaders = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `      add_header ${name} "${value}" always;`)
    .join('\n');

function fill(name: string, values: Record<string, string>): string {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8');
  return text.replaceAll(/@([A-Z_]+)@/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`${name} has a place "${key}" that nothing fills`);
    return value;
  });
}
