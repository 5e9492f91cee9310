import { ask, findLogStore } from '../../roles/log-store/ask-logs.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { Found } from '../dashboard-list.ts';
import type { LogPageLab } from '../log-page-lab.ts';
import type { Handler } from './serve.ts';
import { createTurnstile } from './turnstile.ts';

/** What the log store finds for browsers, a few questions at once; nothing where the lab has none. */
export function serveLogs({ target, file }: Lab): Record<string, Handler> | undefined {
  const { view, hosts } = target;
  if (view.hostsOf('log-store').length === 0) return undefined;
  const inTurn = createTurnstile({ maxAtOnce: 4, maxWaiting: 40 });
  const find =
    (what: 'lines' | 'histogram'): Handler =>
    async (_request, { searchParams }) =>
      await answer(() => inTurn(() => ask(findLogStore(view), what, Object.fromEntries(searchParams))));
  const names = [...hosts.map(({ name }) => name), 'caretaker', 'watcher'];
  return {
    'GET /logs/lab': async (): Promise<LogPageLab> => ({ lab: file.name, hosts: names }),
    'GET /logs/lines': find('lines'),
    'GET /logs/histogram': find('histogram'),
  };
}

async function answer(find: () => Promise<unknown>): Promise<Found<unknown>> {
  try {
    return { result: await find() };
  } catch (error) {
    return { problem: `The log store gives no answer: ${(error as Error).message}` };
  }
}
