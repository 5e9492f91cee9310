import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { defaultPoolSize } from './database/database.ts';

const flag = (byDefault: boolean) =>
  z
    .enum(['true', 'false', '1', '0', 'on', 'off'])
    .default(byDefault ? 'true' : 'false')
    .transform((value) => ['true', '1', 'on'].includes(value));
const whole = (byDefault: number, { min = 1, max = 2 ** 31 - 1 } = {}) =>
  z.coerce.number().int().min(min).max(max).default(byDefault);

// A mistake in the path is a mistake of the setting.
function readAuthority(path: string, context: z.RefinementCtx) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    context.addIssue({ code: 'custom', message: `cannot be read: ${(error as Error).message}` });
    return z.NEVER;
  }
}

const secret = z.string().min(32, 'is shorter than 32 characters').optional();

/** Every key the API reads, with its default; `.env.example` explains them. */
export const environmentSchema = z.object({
  APP_ENV: z.string().default('local'),
  APP_KEY: secret,
  APP_DEBUG: flag(false),
  APP_URL: z.url().default('http://127.0.0.1:3000'),
  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: whole(3000, { min: 0, max: 65535 }),
  API_CACHE_PASSWORD: z.string().min(16, 'is shorter than 16 characters').optional(),
  API_CONTRACT: z.enum(['laravel', 'realworld']).default('laravel'),
  API_RESILIENCE: flag(true),
  API_BEHIND_PROXY: flag(false),
  API_BODY_LIMIT_BYTES: whole(512 * 1024),
  API_DRAIN_MS: whole(0, { min: 0, max: 60_000 }),
  API_HOP_KEY: z.string().min(16, 'is shorter than 16 characters').optional(),
  API_LOGIN_LIMIT_PER_MINUTE: whole(300, { min: 0 }),
  API_METRICS_TOKEN: z.string().min(16, 'is shorter than 16 characters').optional(),
  API_PATIENCE: whole(1, { max: 20 }),
  API_PASSWORD_WORKERS: whole(0, { min: 0, max: 64 }),
  API_SHUTDOWN_MS: whole(15_000),
  API_WRONG_PASSWORD_LIMIT: whole(10),
  BCRYPT_ROUNDS: whole(10, { min: 4, max: 15 }),
  CORS_ALLOWED_ORIGINS: z.string().default(''),
  DB_HOST: z.string().default('127.0.0.1'),
  DB_PORT: whole(13306, { max: 65535 }),
  DB_DATABASE: z.string().default('realworld'),
  DB_USERNAME: z.string().default('haproxy_root'),
  DB_PASSWORD: z.string().default(''),
  DB_POOL_SIZE: whole(defaultPoolSize, { max: 1000 }),
  JWT_SECRET: secret,
  JWT_TTL: whole(60, { max: 60 * 24 * 365 * 10 }),
  MYSQL_ATTR_SSL_CA: z.string().transform(readAuthority).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

const secretCommands = { APP_KEY: 'key:generate', JWT_SECRET: 'jwt:generate' };

/** The settings of one API process. */
export type Config = ReturnType<typeof parseConfig>;

/** Turns environment variables into the configuration, or throws one error that lists everything wrong with them. */
export function parseConfig(environment: Record<string, string | undefined>) {
  const given = withoutBlanks(environment);
  const result = environmentSchema.safeParse(given);
  const problems = [...(result.error?.issues.map(renderIssue) ?? []), ...listMissingSecrets(given)];
  if (!result.success || problems.length > 0) throw new Error(renderProblems(problems));
  const { CORS_ALLOWED_ORIGINS: origins, JWT_SECRET: jwtSecret, ...rest } = result.data;
  return {
    ...rest,
    CORS_ALLOWED_ORIGINS: origins
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
    // Outside production a missing secret is a random one: tokens then end with the process.
    JWT_SECRET: jwtSecret ?? randomBytes(32).toString('hex'),
    JWT_SECRET_IS_TEMPORARY: jwtSecret === undefined,
  };
}

/** Reads the configuration of this process: the environment first, then `.env`. */
export function readConfig(envFile = '.env'): Config {
  const file = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {};
  return parseConfig({ ...file, ...process.env });
}

function withoutBlanks(environment: Record<string, string | undefined>) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
}

/** In production nothing stands in for a secret that is not set. */
function listMissingSecrets(given: Record<string, string | undefined>): string[] {
  if (given.APP_ENV !== 'production') return [];
  return Object.entries(secretCommands)
    .filter(([key]) => given[key] === undefined)
    .map(([key, command]) => `${key}: is not set, and production has no default for it. Make one: npm run ${command}`);
}

const renderIssue = ({ path, message }: { path: PropertyKey[]; message: string }) => `${path.join('.')}: ${message}`;

function renderProblems(problems: string[]): string {
  const heading = 'The configuration of the API is not usable (environment and .env):';
  return [heading, ...problems.map((problem) => `  ${problem}`), 'See .env.example.'].join('\n');
}
