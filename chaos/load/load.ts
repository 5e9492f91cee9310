import { UserError } from '../../scripts/messages/user-error.ts';
import type { ClientRequest } from '../history.ts';
import { linkClients } from './client.ts';
import { Dispatcher, type DispatcherOptions } from './dispatcher.ts';
import { planArticle } from './plan-write.ts';
import { pickRequestType } from './request-types.ts';

export interface LoadOptions extends DispatcherOptions {
  ratePerSecond: number;
}

export interface Load {
  /** Makes requests due at another rate from now on. */
  setRate(ratePerSecond: number): void;
  /** Makes no more requests due, and waits until those that were have ended. */
  stop(): Promise<void>;
}

const tickMs = 5;
const maxAttempts = 10;

/** Makes requests due at a fixed rate, whether or not earlier ones have ended. Latency counts from when one was due. */
export async function startLoad({ ratePerSecond, ...options }: LoadOptions): Promise<Load> {
  const { clients, nowMs, random } = options;
  const dispatcher = new Dispatcher(options);
  await writeFirstArticles(dispatcher, options);
  linkClients(clients, options);
  let pace = { fromMs: nowMs(), ratePerSecond, arrived: 0 };
  let id = clients.length;
  const dueMs = () => pace.fromMs + Math.round((pace.arrived * 10_000) / pace.ratePerSecond) / 10;
  const arrive = () => {
    for (; dueMs() <= nowMs(); pace.arrived += 1) {
      dispatcher.add({ id, dueMs: dueMs(), type: pickRequestType(random) });
      id += 1;
    }
    dispatcher.sendReady();
  };
  const timer = setInterval(arrive, tickMs);
  return {
    setRate(ratePerSecond) {
      pace = { fromMs: nowMs(), ratePerSecond, arrived: 0 };
    },
    async stop() {
      clearInterval(timer);
      await dispatcher.drain();
    },
  };
}

// One after the other: the load has not begun.
async function writeFirstArticles(dispatcher: Dispatcher, { clients, run, nowMs }: DispatcherOptions) {
  for (const client of clients) {
    for (let attempt = 1; client.slug === ''; attempt += 1) {
      const plan = planArticle(client, `${run}-${client.number}-${attempt}`);
      const request = await dispatcher.send(client, plan, { id: client.number, dueMs: nowMs() });
      client.slug = slugOf(request);
      if (client.slug === '' && attempt === maxAttempts) throw failed(request);
    }
  }
}

function slugOf({ wrote }: ClientRequest) {
  return (wrote?.type === 'article' && wrote.slug) || '';
}

function failed({ status }: ClientRequest) {
  return new UserError(`The load's first articles could not be written: ${status}`, {
    next: './lab logs web',
  });
}
