import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { createApp } from './app.ts';
import { createCache } from './cache/cache.ts';
import { startCleaners } from './cleaner.ts';
import { type Config, readConfig } from './config.ts';
import { answerBrokenRequest } from './http/broken-request.ts';
import { openFrontEnd } from './http/front-end.ts';
import { closeServer, listen, serverOptions } from './http/listening.ts';
import { openDatabase } from './open-database.ts';

/** Reads the configuration; a mistake in it is printed without a stack. */
function readConfigOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

/** Log lines are written together, at the latest after this time. */
const logBuffer = { minLength: 4_096, periodicFlush: 100 };

/** Runs the API until SIGTERM or SIGINT; requests in flight are finished first. */
async function run(config: Config): Promise<void> {
  const log = pino({ level: config.LOG_LEVEL }, pino.destination({ sync: false, ...logBuffer }));
  const [closing, ending] = [new AbortController(), new AbortController()];
  const database = openDatabase(config, log);
  const password = config.API_RESILIENCE ? config.API_CACHE_PASSWORD : undefined;
  const cache = createCache({ database, password, log });
  const stopCleaning = startCleaners(database);
  const frontEnd = openFrontEnd();
  const isClosing = () => closing.signal.aborted;
  const app = createApp({ config, database, cache, frontEnd, log, isClosing, ending: ending.signal });
  const server = createServer(serverOptions, app.callback());
  server.on('clientError', answerBrokenRequest);
  if (config.JWT_SECRET_IS_TEMPORARY) {
    log.warn('JWT_SECRET is not set: tokens end with this process. Make one: npm run jwt:generate');
  }
  const url = await listen(server, { host: config.API_HOST, port: config.API_PORT });
  log.info({ url, contract: config.API_CONTRACT }, 'the API listens');

  const end = async (signal: string) => {
    if (closing.signal.aborted) return;
    closing.abort();
    log.info({ signal }, 'the API closes');
    // The process is not ready any more, and serves on until HAProxy has noticed.
    await sleep(config.API_DRAIN_MS);
    ending.abort();
    await closeServer(server, { withinMs: config.API_SHUTDOWN_MS });
    stopCleaning();
    cache.close();
    await database.close();
    log.info('the API has closed');
    log.flush(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

run(readConfigOrExit()).catch((error: Error & { isForPeople?: boolean }) => {
  console.error(error.isForPeople ? error.message : error);
  process.exit(1);
});
