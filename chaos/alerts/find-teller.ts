import type { AlertSpan } from './follow-alerts.ts';

interface CaseSpans {
  /** The spans of the alerts of a case. */
  spans: Pick<AlertSpan, 'name' | 'isTold' | 'causes'>[];
  /** An alert of another case that tells of them, too. */
  toldBy?: string | undefined;
}

/** The alert whose message tells of this one: itself, or one of its case that it is a consequence of, perhaps through a third. */
export function findTeller(alert: string, { spans, toldBy }: CaseSpans): string | undefined {
  // What is added while the loop runs is looked at as well.
  const asked = new Set([alert]);
  for (const name of asked) {
    const own = spans.filter((span) => span.name === name);
    if (name === toldBy || own.some(({ isTold }) => isTold)) return name;
    for (const cause of own.flatMap(({ causes }) => causes)) asked.add(cause);
  }
  return undefined;
}
