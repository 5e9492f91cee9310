import { UserError } from '../../scripts/messages/user-error.ts';
import type { Operation } from '../history.ts';
import { introduce } from './client.ts';
import { Dispatcher, type DispatcherOptions } from './dispatcher.ts';
import { planArticle } from './plan-write.ts';
import { pickWish } from './wishes.ts';

export interface LoadOptions extends DispatcherOptions {
  ratePerSecond: number;
}

export interface Load {
  /** Lets no more requests arrive, and waits until those that did have ended. */
  stop(): Promise<void>;
}

const tickMs = 5;
const mostTries = 10;

/**
 * Requests at a fixed rate, whether or not earlier ones have ended: each has a time at which it is due, and one that
 * has to wait is counted from then.
 */
export async function startLoad({ ratePerSecond, ...options }: LoadOptions): Promise<Load> {
  const { clients, nowMs, random } = options;
  const dispatcher = new Dispatcher(options);
  await writeFirstArticles(dispatcher, options);
  introduce(clients);
  const beganMs = nowMs();
  let arrived = 0;
  const arrive = () => {
    const dueMs = () => beganMs + Math.round((arrived * 10_000) / ratePerSecond) / 10;
    for (; dueMs() <= nowMs(); arrived += 1) {
      dispatcher.add({ id: clients.length + arrived, dueMs: dueMs(), wish: pickWish(random) });
    }
    dispatcher.beginWaiting();
  };
  const timer = setInterval(arrive, tickMs);
  return {
    async stop() {
      clearInterval(timer);
      await dispatcher.drain();
    },
  };
}

// One after the other: this is no load yet.
async function writeFirstArticles(dispatcher: Dispatcher, { clients, run, nowMs }: DispatcherOptions) {
  for (const client of clients) {
    for (let attempt = 1; client.slug === ''; attempt += 1) {
      const plan = planArticle(client, `${run}-${client.number}-${attempt}`);
      const operation = await dispatcher.send(client, plan, { id: client.number, dueMs: nowMs() });
      client.slug = slugOf(operation);
      if (client.slug === '' && attempt === mostTries) throw failed(operation);
    }
  }
}

function slugOf({ wrote }: Operation) {
  return (wrote?.type === 'article' && wrote.slug) || '';
}

function failed({ status }: Operation) {
  return new UserError(`The load's first articles could not be written: ${status}`, {
    next: './lab logs web',
  });
}
