/** What one or several sentences tell: a cause, and what followed from it until all was well again. */
export interface Story {
  /** The hosts that something was done to, or that failed. */
  hosts: string[];
  beganMs: number;
  /** When the last of its hosts took part again. */
  endedMs?: number;
  /** Whether the record says why it began. */
  isCauseKnown: boolean;
  sentences: Sentence[];
  /** What clients had of it, from the API's own counts; told when it ends, and so far before that. */
  clients: ClientCounts;
  /** Other stories were under way at the same time, so the counts are not of this one alone. */
  overlaps: boolean;
}

export interface Sentence {
  atMs: number;
  text: string;
  tone: 'cause' | 'bad' | 'good' | 'plain';
  host: string;
  /** What it rests on, in the words of the server that said it. */
  evidence?: string;
  /** The document that explains it. */
  docs?: string;
}

export interface ClientCounts {
  done: number;
  failed: number;
  retried: number;
  settled: number;
  /** The time that the counts are of: none of an API that did not answer. */
  seconds: number;
  /** An API process was away meanwhile: it could not count the requests that did not reach it. */
  isApiAway: boolean;
}

/** Seconds between two moments, as sentences give them; samples are a fifth of a second apart. */
export function renderSeconds(ms: number) {
  if (ms < 9_950) return `${Math.max(0, ms / 1_000).toFixed(1)} s`;
  return ms < 99_500 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

/** The last sentence of a story: what clients noticed. */
export function describeClients({ clients, overlaps, endedMs }: Story): string {
  const { done, failed, retried, settled, seconds, isApiAway } = clients;
  if (seconds === 0) return 'What clients noticed is not known: the API gave no counts meanwhile.';
  if (done + failed + retried === 0) return 'No client sent requests meanwhile.';
  const soFar = endedMs === undefined ? ' so far' : '';
  const answered = `${done} requests were answered${soFar}`;
  const failures = failed === 0 ? 'none failed' : `${failed} failed`;
  const again = retried === 0 ? 'nothing had to be retried' : `the API made ${count(retried, 'attempt')} again`;
  const lost = settled === 0 ? '' : `; ${count(settled, 'commit')} whose answer was lost ${was(settled)} settled`;
  const shared = overlaps
    ? ' Other hosts were away at the same time, so these counts are not of this fault alone.'
    : '';
  const missed = isApiAway ? ' Requests that reached no API process are in no count.' : '';
  return `${answered}, ${failures}; ${again}${lost}.${shared}${missed}`;
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
const was = (number: number) => (number === 1 ? 'was' : 'were');
