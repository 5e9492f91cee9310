export interface FetchTextOptions {
  timeoutMs: number;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

export interface FetchedText {
  status: number;
  statusText: string;
  ok: boolean;
  text: string;
}

/**
 * Gets a page within the deadline. The timer is one that keeps the process alive, unlike AbortSignal.timeout's: where
 * a server closes a connection at a bad moment, fetch has been seen to wait for ever, with nothing left to wake it.
 */
export async function fetchText(url: string, { timeoutMs, headers, signal }: FetchTextOptions): Promise<FetchedText> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new DOMException('no answer in time', 'TimeoutError')), timeoutMs);
  try {
    const response = await fetch(url, {
      headers,
      signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal,
    });
    const { status, statusText, ok } = response;
    return { status, statusText, ok, text: await response.text() };
  } finally {
    clearTimeout(timer);
  }
}
