/** How a state looks: its colour, its sign for those who do not see colours, and what it is called. */
export interface Look {
  tone: 'good' | 'warn' | 'bad' | 'cold';
  sign: string;
  word: string;
}

const looks: Record<string, Look> = {
  ONLINE: { tone: 'good', sign: '●', word: 'ONLINE' },
  running: { tone: 'good', sign: '●', word: 'running' },
  RECOVERING: { tone: 'warn', sign: '◐', word: 'RECOVERING' },
  restarting: { tone: 'warn', sign: '◐', word: 'starts again' },
  UNREACHABLE: { tone: 'warn', sign: '◌', word: 'UNREACHABLE' },
  silent: { tone: 'warn', sign: '◌', word: 'silent' },
  unknown: { tone: 'warn', sign: '◌', word: 'cannot be reached' },
  paused: { tone: 'cold', sign: '◼', word: 'frozen' },
  OFFLINE: { tone: 'cold', sign: '○', word: 'OFFLINE' },
  shared: { tone: 'good', sign: '●', word: 'shared' },
  'being read': { tone: 'warn', sign: '◐', word: 'being read' },
  invalid: { tone: 'cold', sign: '◌', word: 'invalid' },
  none: { tone: 'cold', sign: '○', word: 'no copy' },
  GONE: { tone: 'cold', sign: '○', word: 'not in view' },
  stopped: { tone: 'bad', sign: '✕', word: 'down' },
  ERROR: { tone: 'bad', sign: '✕', word: 'ERROR' },
};

export const lookOf = (state: string): Look => looks[state] ?? { tone: 'warn', sign: '◌', word: state };

/** A time of day, to the second. */
export const renderTime = (atMs: number) => new Date(atMs).toLocaleTimeString('en-GB');

/** A latency, as short as it can be told. */
export function renderMs(ms: number | undefined) {
  if (ms === undefined) return '–';
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
