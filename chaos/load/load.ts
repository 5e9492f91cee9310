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
  linkClients(clients);
  const beganMs = nowMs();
  let arrived = 0;
  const arrive = () => {
    const dueMs = () => beganMs + Math.round((arrived * 10_000) / ratePerSecond) / 10;
    for (; dueMs() <= nowMs(); arrived += 1) {
      dispatcher.add({ id: clients.length + arrived, dueMs: dueMs(), type: pickRequestType(random) });
    }
    dispatcher.sendReady();
  };
  const timer = setInterval(arrive, tickMs);
  return {
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
