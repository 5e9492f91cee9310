import { useCallback, useEffect, useState } from 'preact/hooks';
import { Failure } from '../requests/failure.ts';
import { refreshSession } from '../session/session.ts';
import { readToken } from '../session/token.ts';

interface Loading<Value> {
  key: string;
  value?: Value;
  error?: unknown;
}

/** What a page has loaded: a value, an error, or neither yet. */
export interface Loaded<Value> {
  value: Value | undefined;
  error: unknown;
  /** Puts another value in place of the one that was loaded. */
  change(update: (value: Value) => Value): void;
  reload(): void;
}

/** Loads what a page shows; again when the key changes, and for another reader. */
export function useLoaded<Value>(name: string, load: (signal: AbortSignal) => Promise<Value>): Loaded<Value> {
  const [turn, setTurn] = useState(0);
  const key = `${readToken() === null ? 'anonymous' : 'signed in'} ${turn} ${name}`;
  const [loading, setLoading] = useState<Loading<Value>>({ key });
  useEffect(() => {
    const ending = new AbortController();
    const settle = (result: Partial<Loading<Value>>) => ending.signal.aborted || setLoading({ key, ...result });
    load(ending.signal).then(
      (value) => settle({ value }),
      async (error) => {
        if (!ending.signal.aborted && (await isSessionOver(error))) return;
        settle({ error });
      },
    );
    return () => ending.abort();
  }, [key]);
  const change = useCallback(
    (update: (value: Value) => Value) =>
      setLoading((now) => (now.value === undefined ? now : { ...now, value: update(now.value) })),
    [],
  );
  const current = loading.key === key ? loading : { key };
  return { value: current.value, error: current.error, change, reload: () => setTurn((now) => now + 1) };
}

/** Whether an answer says that the session has ended; the page then loads again without one. */
async function isSessionOver(error: unknown): Promise<boolean> {
  if (!(error instanceof Failure) || error.status !== 401 || readToken() === null) return false;
  await refreshSession();
  return readToken() === null;
}
