import type { Entry } from '../../scripts/explain/moment.ts';
import type { LabPage } from '../lab-page.ts';
import { store } from './store.ts';

/** A watcher that works says something about once a second. */
export const longestSilenceMs = 5_000;

/** Fills the store with the history and goes on with what happens; the browser connects again by itself. */
export function connect() {
  const source = new EventSource('/stream');
  source.addEventListener('lab', ({ data }) => {
    const lab = JSON.parse(data) as LabPage;
    store.lab = lab;
    store.tour.meet(lab);
    store.isConnected = true;
    store.tell();
  });
  source.addEventListener('all', ({ data }) => {
    store.clear();
    store.add(parse(data));
  });
  source.addEventListener('more', ({ data }) => store.add(parse(data)));
  setInterval(() => store.silentMs > longestSilenceMs && store.tell(), 1_000);
  source.addEventListener('error', () => {
    store.isConnected = false;
    store.tell();
  });
}

const parse = (data: string) =>
  data
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);

export interface Answer {
  done: boolean;
  text: string;
}

/** Has the lab do what these words of ./lab say. */
export async function command(words: string[]): Promise<Answer> {
  return await post('/commands', { words });
}

/** Sends something to the lab; what went wrong is in the answer. */
export async function post(path: string, body: object): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.ok ? await response.json() : { done: false, text: await response.text() };
  } catch {
    return { done: false, text: 'The watcher does not answer.' };
  }
}
