import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { createDatabase, type Database } from './database/database.ts';
import { createPlainDatabase } from './plain-database.ts';

/** Opens the database that the configuration names. */
export function openDatabase(config: Config, log: Logger): Database {
  const open = config.API_RESILIENCE ? createDatabase : createPlainDatabase;
  return open({
    host: config.DB_HOST,
    port: config.DB_PORT,
    user: config.DB_USERNAME,
    password: config.DB_PASSWORD,
    database: config.DB_DATABASE,
    authority: config.MYSQL_ATTR_SSL_CA,
    poolSize: config.DB_POOL_SIZE,
    log,
  });
}
