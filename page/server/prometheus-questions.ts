import * as z from 'zod';
import { renderEndpoint } from '../../roles/role.ts';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import type { Found } from '../dashboard-list.ts';
import { createTurnstile } from './turnstile.ts';

const maxPoints = 2_000;
const maxBytes = 4_000_000;
const timeoutMs = 8_000;
const maxAtOnce = 6;
// More would wait longer than a browser asks again.
const maxWaiting = 120;

const time = z.coerce.number().min(0).max(1e11);
const expression = z.string().min(1).max(4_000);

const questions = {
  query: { path: 'query', schema: z.object({ query: expression, time }) },
  queryRange: {
    path: 'query_range',
    schema: z
      .object({ query: expression, start: time, end: time, step: z.coerce.number().min(1).max(1e7) })
      .refine(({ start, end, step }) => start <= end && (end - start) / step <= maxPoints, {
        error: `A query has at most ${maxPoints} points`,
      }),
  },
  labelValues: {
    path: 'label/LABEL/values',
    schema: z.object({ label: z.string().regex(/^\w{1,60}$/), 'match[]': expression, start: time, end: time }),
  },
};

export type Kind = keyof typeof questions;

/** The address at which Prometheus answers a question of a browser; throws where it is out of bounds. */
export function renderQuestion(kind: Kind, asked: URLSearchParams): string {
  const { path, schema } = questions[kind];
  const { label = '', ...parameters } = schema.parse(Object.fromEntries(asked)) as Record<string, string | number>;
  const words = Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]);
  const bounds = { timeout: `${timeoutMs / 1_000}s`, limit: '500' };
  return `/api/v1/${path.replace('LABEL', String(label))}?${new URLSearchParams([...words, ...Object.entries(bounds)])}`;
}

/** Asks Prometheus for browsers: few questions at once, each with bounds and a deadline. */
export function createAsk(endpoint: Endpoint) {
  const inTurn = createTurnstile({ maxAtOnce, maxWaiting });
  return async (kind: Kind, asked: URLSearchParams): Promise<Found<unknown>> => {
    try {
      const path = renderQuestion(kind, asked);
      return { result: await inTurn(() => askPrometheus(`http://${renderEndpoint(endpoint)}${path}`)) };
    } catch (error) {
      return { problem: describeProblem(error as Error) };
    }
  };
}

interface PrometheusAnswer {
  data?: { result?: unknown } | unknown[];
  error?: string;
}

async function askPrometheus(url: string) {
  const { text } = await fetchText(url, { timeoutMs, maxBytes });
  const { data, error } = JSON.parse(text) as PrometheusAnswer;
  if (error) throw new Error(error);
  return Array.isArray(data) ? data : data?.result;
}

function describeProblem(error: Error) {
  if (error instanceof z.ZodError) return `The page cannot ask this: ${z.prettifyError(error)}`;
  return `Prometheus gives no answer: ${error.message}`;
}
