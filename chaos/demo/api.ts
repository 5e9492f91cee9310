import { createServer } from 'node:http';
import pino from 'pino';
import { createApp } from '../../api/app.ts';
import { createCache } from '../../api/cache/cache.ts';
import type { Safety } from '../../api/cache/near-cache.ts';
import { parseConfig } from '../../api/config.ts';
import { listen, serverOptions } from '../../api/http/listening.ts';
import { openDatabase } from '../../api/open-database.ts';
import { readSettings, say } from '../child.ts';

// An API process of ./lab demo stale, whose near cache may lack what makes it safe.

/** What it has to know, on its standard input. */
export interface DemoApiSettings {
  environment: Record<string, string>;
  safety: Safety;
}

const { environment, safety } = await readSettings<DemoApiSettings>();
const config = parseConfig(environment);
const log = pino({ level: 'silent' });
const database = openDatabase(config, log);
const cache = createCache({ database, password: config.API_CACHE_PASSWORD, log, safety });
const app = createApp({ config, database, cache, frontEnd: { serve: async () => false }, log });
const url = await listen(createServer(serverOptions, app.callback()), { host: '127.0.0.1', port: 0 });
say({ listens: Number(new URL(url).port) });
