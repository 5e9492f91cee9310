import { useEffect, useState } from 'preact/hooks';
import type { Histogram, LogLine } from '../../../roles/log-store/log-line.ts';
import { isLive, resolveRange } from '../dashboards/view-state.ts';
import { askForHistogram, askForLines } from './ask.ts';
import { type LogView, parseAddress, renderAddress } from './view-state.ts';

/** What the address shows, and how it is changed. */
export function useAddress() {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const view = parseAddress(hash);
  const change = (part: Partial<LogView>) => {
    location.hash = renderAddress({ ...view, ...part });
  };
  return { view, change };
}

/** The time that a view shows, in milliseconds since 1970. */
export function rangeOf(view: LogView) {
  const { fromS, toS } = resolveRange(view, Date.now() / 1_000);
  return { fromMs: Math.floor(fromS * 1_000), toMs: Math.ceil(toS * 1_000) };
}

const limit = 300;
const tailEveryMs = 400;
const countEveryMs = 4_000;

export interface ShownLines {
  lines: LogLine[];
  hasMore: boolean;
  problem: string;
}

const none: ShownLines = { lines: [], hasMore: false, problem: '' };

/** The newest lines of a view, the newest first; where it is live, each new one is added as it comes. */
export function useLines(view: LogView, isStill: boolean): ShownLines {
  const [shown, setShown] = useState(none);
  const key = JSON.stringify(view);
  useEffect(() => {
    const end = new AbortController();
    void follow(view, { isStill, signal: end.signal, show: setShown });
    return () => end.abort();
  }, [key, isStill]);
  return shown;
}

interface FollowOptions {
  isStill: boolean;
  signal: AbortSignal;
  show(change: (shown: ShownLines) => ShownLines): void;
}

async function follow(view: LogView, { isStill, signal, show }: FollowOptions) {
  const { text, host, level } = view;
  let cursor: string | undefined;
  do {
    const { fromMs, toMs } = rangeOf(view);
    // A host's clock may be ahead: what is live has no end.
    const time = { sinceMs: fromMs, untilMs: isLive(view) ? undefined : toMs };
    const found = await askForLines({ text, host, level, ...time, cursor, limit }, signal);
    if (signal.aborted) return;
    if ('problem' in found) show((shown) => ({ ...shown, problem: found.problem }));
    else {
      const isFirst = cursor === undefined;
      const { lines, hasMore } = found.result;
      ({ cursor } = found.result);
      show((shown) => addLines(isFirst ? none : shown, lines, isFirst && hasMore));
    }
    await pause(tailEveryMs, signal);
  } while (isLive(view) && !isStill && !signal.aborted);
}

function addLines(shown: ShownLines, lines: LogLine[], hasMore: boolean): ShownLines {
  const isSame = lines.length === 0 && shown.problem === '' && shown !== none;
  if (isSame) return shown;
  const all = [...lines.toReversed(), ...shown.lines];
  return { lines: all.slice(0, limit), hasMore: shown.hasMore || hasMore || all.length > limit, problem: '' };
}

/** How many lines a view has over time; undefined until that was asked. */
export function useHistogram(view: LogView, isStill: boolean): Histogram | undefined {
  const [histogram, setHistogram] = useState<Histogram>();
  const key = JSON.stringify(view);
  useEffect(() => {
    const end = new AbortController();
    const count = async () => {
      do {
        const { text, host, level } = view;
        const beganMs = performance.now();
        const found = await askForHistogram({ text, host, level, ...rangeOf(view) }, end.signal);
        if (end.signal.aborted) return;
        if ('result' in found) setHistogram(found.result);
        // To count many lines takes long: it gets at most a tenth of the log store's time.
        await pause(Math.max(countEveryMs, 10 * (performance.now() - beganMs)), end.signal);
      } while (isLive(view) && !isStill && !end.signal.aborted);
    };
    void count();
    return () => end.abort();
  }, [key, isStill]);
  return histogram;
}

// A page in the background asks nothing.
async function pause(ms: number, signal: AbortSignal) {
  do await new Promise((resolve) => setTimeout(resolve, ms));
  while (document.hidden && !signal.aborted);
}
