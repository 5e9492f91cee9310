import type { Entry } from '../../scripts/explain/moment.ts';
import type { LabPage } from '../lab-page.ts';
import { store } from './store.ts';

/** A watcher that works says something about once a second. */
export const longestSilenceMs = 5_000;

declare global {
  interface Window {
    /** The record of a run, compressed, in a file that holds it beside the page. */
    labRecord?: string;
  }
}

/** Whether the page is a file, with no server to ask. */
export const isFile = window.labRecord !== undefined;

/** Fills the store with the history and goes on with what happens; the browser connects again by itself. */
export function connect() {
  if (window.labRecord !== undefined) return void show(window.labRecord);
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
    if (store.lab?.isReplay) store.showWhole();
  });
  source.addEventListener('more', ({ data }) => store.add(parse(data)));
  setInterval(() => store.silentMs > longestSilenceMs && store.tell(), 1_000);
  source.addEventListener('error', () => {
    store.isConnected = false;
    store.tell();
  });
}

async function show(packed: string) {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const { lab, entries } = (await new Response(unpacked).json()) as { lab: LabPage; entries: Entry[] };
  store.lab = lab;
  store.add(entries);
  store.showWhole();
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
