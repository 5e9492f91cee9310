import type { FaultEvent } from '../history.ts';

/** A fault, from its beginning to its mending. */
export interface FaultSpan {
  what: string;
  host?: string;
  beginMs: number;
  /** What mended it, and when; left out if nothing did. */
  mend?: { what: string; atMs: number };
}

/** Each fault with the next event that mends its host or the whole lab. */
export function findFaultSpans(faults: FaultEvent[]): FaultSpan[] {
  const inOrder = faults.toSorted((a, b) => a.atMs - b.atMs);
  return inOrder.flatMap((begin, index) => {
    if (begin.edge === 'end') return [];
    const mend = inOrder.slice(index + 1).find((event) => mends(event, begin));
    return [
      {
        what: begin.what,
        ...(begin.host && { host: begin.host }),
        beginMs: begin.atMs,
        ...(mend && { mend: { what: mend.what, atMs: mend.atMs } }),
      },
    ];
  });
}

function mends({ edge, host }: FaultEvent, begin: FaultEvent) {
  return edge === 'end' && (host === undefined || begin.host === undefined || host === begin.host);
}
