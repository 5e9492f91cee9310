import { PassThrough } from 'node:stream';
import type { Contract } from '../../contract/contract.ts';
import type { Bearer } from '../../users/tokens.ts';
import { presentNotification } from '../presentation.ts';
import { heartbeat, renderMessage, renderRetry } from './messages.ts';
import { advance, findUnsent, parsePosition, renderPosition, type StreamPosition, startPosition } from './position.ts';
import type { Opening, ToldNotification } from './repository.ts';

/** A client that loses a stream comes back soon; where nothing is told there is no hurry. */
const retryMs = 500;
const retryOffMs = 60_000;
const endWithinMs = 1_000;
/** A client that reads nothing must not fill the memory: it asks again when it wakes. */
const mostWaitingBytes = 512_000;

/** One client's stream, and how far it has come. */
export interface OpenStream {
  viewer: Bearer;
  lines: PassThrough;
  openedAtMs: number;
  position(): StreamPosition;
  /** Sends what this stream has not sent yet, and the count with it. */
  send(rows: ToldNotification[], unreadCount: number): void;
  /** Sends the count where it is another one. */
  sendUnread(unreadCount: number): void;
  keepAlive(): void;
  end(): void;
}

interface StreamOptions {
  viewer: Bearer;
  contract: Contract;
  lastEventId: string | undefined;
}

/** A stream with its first lines: where it goes on from, or that it begins anew. */
export function openStream(opening: Opening, { viewer, contract, lastEventId }: StreamOptions): OpenStream {
  const lines = new PassThrough();
  const { missed, position: first } = findBeginning(opening, lastEventId);
  let position = first;
  let unread = opening.unreadCount;

  function write(text: string) {
    if (lines.writableLength > mostWaitingBytes) lines.destroy();
    else if (!lines.writableEnded && !lines.destroyed) lines.write(text);
  }

  function send(rows: ToldNotification[], unreadCount: number) {
    const unsent = findUnsent(position, rows);
    if (unsent.length === 0) return;
    position = advance(position, unsent);
    unread = unreadCount;
    const notifications = unsent.map((row) => presentNotification(row, contract));
    write(renderMessage('notifications', { notifications, unreadCount }, renderPosition(position)));
  }

  const begin = { unreadCount: unread, resumed: missed !== undefined };
  write(renderRetry(retryMs) + renderMessage('begin', begin, renderPosition(position)));
  if (missed) send(missed.toReversed(), unread);
  return {
    viewer,
    lines,
    openedAtMs: performance.now(),
    position: () => position,
    send,
    sendUnread(unreadCount) {
      if (unreadCount === unread) return;
      unread = unreadCount;
      write(renderMessage('unread', { unreadCount }));
    },
    keepAlive: () => write(heartbeat),
    end() {
      lines.end();
      // A client that reads nothing would never see the end.
      setTimeout(() => lines.destroy(), endWithinMs).unref();
    },
  };
}

/** A client that was there before gets what it has missed, unless that is too much. */
function findBeginning({ rows, floorMs, isWhole }: Opening, lastEventId: string | undefined) {
  const seen = isWhole ? parsePosition(lastEventId) : undefined;
  if (!seen) return { missed: undefined, position: startPosition(floorMs, rows) };
  const sent = rows.filter(({ id }) => seen.ids.has(id));
  const missed = rows.filter(({ id }) => !seen.ids.has(id));
  return { missed, position: startPosition(floorMs, sent) };
}

/** The only line where the profile is off. */
export function openOffStream(): PassThrough {
  const message = 'This lab tells nothing: it has no profile events. ./lab add events adds it.';
  return new PassThrough().end(renderRetry(retryOffMs) + renderMessage('off', { message }));
}
