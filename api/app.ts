import Koa, { type Middleware } from 'koa';
import type { Logger } from 'pino';
import { type Cache, noCache } from './cache/cache.ts';
import { createSharedCounts } from './cache/shared-counts.ts';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import { createErrorAnswers } from './http/answer-errors.ts';
import { createBodyReader } from './http/body.ts';
import { causalityHeader, createCausalSessions } from './http/causality.ts';
import { createContractChoice, createMounts } from './http/contract-choice.ts';
import { type FrontEnd, isOfFrontEnd } from './http/front-end.ts';
import { createMetrics } from './http/metrics.ts';
import { describeApi } from './http/openapi.ts';
import { createPages, isPage } from './http/pages.ts';
import { createAttemptLimit } from './http/rate-limit.ts';
import { createRequestLog } from './http/request-log.ts';
import { createRouter, refuseUnknownRoute } from './http/router.ts';
import { createCors, createSecurityHeaders } from './http/security-headers.ts';
import { createTrustedHop } from './http/trusted-hop.ts';
import { createTurns } from './http/turns.ts';
import { createKeyReader } from './idempotency/keyed-request.ts';
import { createNotificationStreams } from './notifications/stream/streams.ts';
import { listRoutes } from './routes.ts';
import { createPasswords } from './users/passwords.ts';
import { createTokens } from './users/tokens.ts';

interface AppParts {
  config: Config;
  database: Database;
  cache?: Cache;
  frontEnd: FrontEnd;
  log: Logger;
  /** Whether the process is about to end; it is then no longer ready. */
  isClosing?: () => boolean;
  /** Ends answers that would go on: the process is about to end. */
  ending?: AbortSignal;
}

const exposedHeaders = ['X-Request-Id', 'Link', 'Retry-After', 'RateLimit', 'RateLimit-Policy', causalityHeader];

/** Builds the API out of its parts. It never listens: who has a port does. */
export function createApp({
  config,
  database,
  cache = noCache,
  frontEnd,
  log,
  isClosing = () => false,
  ending,
}: AppParts): Koa {
  const passwords = createPasswords({ rounds: config.BCRYPT_ROUNDS, workers: config.API_PASSWORD_WORKERS });
  const tokens = createTokens({
    secret: config.JWT_SECRET,
    ttlMinutes: config.JWT_TTL,
    issuer: `${config.APP_URL}/api/users/login`,
  });
  const streams = createNotificationStreams(database);
  ending?.addEventListener('abort', streams.end);
  const findMount = createMounts(config.API_CONTRACT);
  const routes = listRoutes({ passwords, tokens, streams });
  const sources = { passwordsWaiting: passwords.waiting, openStreams: streams.count };
  const metrics = createMetrics({ routes, database, cache, ...sources });
  const { contract } = findMount('/api');
  const description = describeApi(routes, { contract, servers: ['/api', '/laravel/api', '/realworld/api'] });

  // One proxy, which has written the header itself: what a client puts there counts for nothing.
  const app = new Koa({ proxy: config.API_BEHIND_PROXY, maxIpsCount: 1 });
  const middleware: unknown[] = [
    createTurns(),
    createRequestLog({ log, metrics }),
    createTrustedHop(config.API_HOP_KEY),
    createSecurityHeaders({ isPage, isOfFrontEnd }),
    createCors(config.CORS_ALLOWED_ORIGINS, exposedHeaders),
    createContractChoice(findMount),
    createErrorAnswers({ debug: config.APP_DEBUG }),
    createCausalSessions(database, { secret: config.JWT_SECRET, tokens, cache }),
    createPages({
      cache,
      contract: contract.name,
      database,
      description,
      frontEnd,
      metrics,
      isClosing,
      metricsToken: config.API_METRICS_TOKEN,
    }),
    createRouter(routes, {
      tokens,
      readBody: createBodyReader({ limitBytes: config.API_BODY_LIMIT_BYTES }),
      readKey: createKeyReader({ secret: config.JWT_SECRET }),
      limitAttempts: createAttemptLimit({
        perMinute: config.API_LOGIN_LIMIT_PER_MINUTE,
        wrongPasswords: config.API_WRONG_PASSWORD_LIMIT,
        attempts: createSharedCounts({ link: cache.link }),
      }),
    }),
    refuseUnknownRoute,
  ];
  for (const each of middleware) app.use(each as Middleware);
  app.on('error', (error, context) => {
    if (hasClientLeft(error)) return;
    log.error({ err: error, requestId: context?.state.requestId }, 'request failed');
  });
  return app;
}

/** Whether the connection ended under an answer that had begun: nothing has failed here. */
const hasClientLeft = ({ code, headerSent }: { code?: string; headerSent?: boolean }) =>
  headerSent === true && (code === 'EPIPE' || code === 'ECONNRESET');
