import * as z from 'zod';
import { UserError } from '../../scripts/messages/user-error.ts';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import type { Account } from '../../scripts/state/secrets.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';
import type { FoundLines, Histogram, LogQuestion } from './log-line.ts';

/** A log store and the account that it answers. */
export interface LogSource {
  at: Endpoint;
  account: Account;
}

/** Where the lab's log store answers; says how to get one where there is none. */
export function findLogStore(view: LabView): LogSource {
  if (view.environment.LOG_STORE) {
    throw new UserError('LOG_STORE sends the logs of this lab elsewhere', { next: 'search them there' });
  }
  const [host] = view.hostsOf('log-store');
  if (!host) throw new UserError('This lab has no log store', { next: './lab add monitor' });
  return { at: view.at(host, 'http'), account: view.secrets.logStore as Account };
}

/** Lines that answer a question: the newest, or those after a cursor. */
export async function askForLines(source: LogSource, question: LogQuestion & { cursor?: string; limit?: number }) {
  return (await ask(source, 'lines', question)) as FoundLines;
}

/** How many lines answer a question, over time. */
export async function askForHistogram(source: LogSource, question: LogQuestion & { fromMs: number; toMs: number }) {
  return (await ask(source, 'histogram', question)) as Histogram;
}

/** What the log store answers to parameters as they came from elsewhere. */
export async function ask({ at, account }: LogSource, what: 'lines' | 'histogram', parameters: object) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  const words = given.map(([name, value]): [string, string] => [name, String(value)]);
  const login = Buffer.from(`${account.username}:${account.password}`).toString('base64');
  const { ok, status, text } = await fetchText(`http://${renderEndpoint(at)}/${what}?${new URLSearchParams(words)}`, {
    timeoutMs: 10_000,
    headers: { Authorization: `Basic ${login}` },
    maxBytes: 50_000_000,
  });
  if (ok) return JSON.parse(text) as unknown;
  const { error = `it answers ${status}` } = problem.safeParse(parseJson(text)).data ?? {};
  throw new Error(error);
}

const problem = z.object({ error: z.string() });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
