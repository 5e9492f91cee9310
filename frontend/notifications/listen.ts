import { createEventParser, type ServerEvent } from '../requests/server-events.ts';
import type { Notification } from '../requests/views.ts';
import { readToken } from '../session/token.ts';
import { addNews, changeNotices, forgetNotices } from './notices.ts';

const path = '/realworld/api/notifications/stream';
/** The server says something every five seconds. */
const silenceMs = 15_000;
const firstPauseMs = 500;
const longestPauseMs = 5_000;

/** Hears what is told to the user while the page is seen; gives what ends that. */
export function listen(): () => void {
  const ending = new AbortController();
  void keepListening(ending.signal);
  return () => {
    ending.abort();
    forgetNotices();
  };
}

async function keepListening(signal: AbortSignal): Promise<void> {
  let position: string | undefined;
  let pauseMs = firstPauseMs;
  const hear = (event: ServerEvent) => {
    position = event.id ?? position;
    pauseMs = firstPauseMs;
    take(event);
  };
  while (!signal.aborted) {
    // A browser opens six connections to a server: pages that are not seen must not take them all.
    await untilVisible(signal);
    const end = await hearOnce({ position, signal, hear }).catch(() => 'lost' as const);
    if (end === 'refused') return;
    if (end === 'off') await untilHidden(signal);
    else await pause(pauseMs * (0.5 + Math.random()), signal);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

interface Hearing {
  position: string | undefined;
  signal: AbortSignal;
  hear(event: ServerEvent): void;
}

/** Reads one stream to its end, and says which. */
async function hearOnce({ position, signal, hear }: Hearing): Promise<'lost' | 'off' | 'refused'> {
  const closing = new AbortController();
  const close = () => closing.abort();
  const hide = () => document.hidden && close();
  let silence = setTimeout(close, silenceMs);
  signal.addEventListener('abort', close);
  document.addEventListener('visibilitychange', hide);
  try {
    const response = await open(position, closing.signal);
    if (!response.ok || !response.body) return isForGood(response.status) ? 'refused' : 'lost';
    const [reader, decoder, parse] = [response.body.getReader(), new TextDecoder(), createEventParser()];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 'lost';
      clearTimeout(silence);
      silence = setTimeout(close, silenceMs);
      for (const event of parse(decoder.decode(value, { stream: true }))) {
        if (!signal.aborted) hear(event);
        if (event.event === 'off') return 'off';
      }
    }
  } finally {
    clearTimeout(silence);
    close();
    signal.removeEventListener('abort', close);
    document.removeEventListener('visibilitychange', hide);
  }
}

const open = (position: string | undefined, signal: AbortSignal) =>
  fetch(path, {
    headers: {
      Accept: 'text/event-stream',
      Authorization: `Token ${readToken()}`,
      ...(position && { 'Last-Event-ID': position }),
    },
    cache: 'no-store',
    signal,
  });

/** An API without streams. A token that has ended is followed by another, or the session ends. */
const isForGood = (status: number) => status === 404 || status === 405;

function take({ event, data }: ServerEvent): void {
  const { unreadCount, notifications } = data as { unreadCount: number; notifications: Notification[] };
  if (event === 'off') changeNotices({ areOn: false });
  else if (event === 'begin') changeNotices({ areOn: true, unreadCount });
  else if (event === 'notifications') addNews(notifications, unreadCount);
  else if (event === 'unread') changeNotices({ unreadCount });
}

const untilVisible = (signal: AbortSignal) => untilHiddenIs(false, signal);

/** Until the page was out of sight: then it may have become another lab. */
const untilHidden = (signal: AbortSignal) => untilHiddenIs(true, signal);

function untilHiddenIs(hidden: boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden !== hidden && !signal.aborted) return;
      document.removeEventListener('visibilitychange', look);
      signal.removeEventListener('abort', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
    look();
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
