import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../database/database.ts';
import type { Session } from '../../database/session.ts';
import { areEventsOn } from '../../events/profile.ts';
import { protocolError } from '../../http/api-error.ts';
import type { Bearer } from '../../users/tokens.ts';
import type { OpenStream } from './open-stream.ts';
import { findUnsent, lookBackMs } from './position.ts';
import { countUnreadOf, findPasswordTimes, findTold, listTold, type ToldId } from './repository.ts';

/** Between two looks, of all streams together; never less than two looks took, so that looks take a third of the time at most. */
const lookEveryMs = 10;
/** A look is for what was told just now; now and then one is for what became visible late, and for all that may have changed. */
const shortLookBackS = 3;
const thoroughEveryMs = 5_000;
const afterFailureMs = 250;
const deadlineMs = 2_000;
/** HAProxy and nginx cut a connection that says nothing for 20 s. */
const heartbeatEveryMs = 5_000;
/** A client comes back with a token that is still good, and to the host that is then the right one. */
const longestMs = 600_000;
const mostStreams = 500;
const mostStreamsOfUser = 6;
const mostAtOnce = 200;

/** The live streams of one API process. */
export interface NotificationStreams {
  /** Throws where the process or the user has too many. */
  admit(viewer: Bearer): void;
  add(stream: OpenStream): void;
  count(): number;
  /** Ends all of them; clients come back, to another process. */
  end(): void;
}

/** Keeps streams; while there are any, one look at the database is for all of them. */
export function createNotificationStreams(database: Database): NotificationStreams {
  const streams = new Set<OpenStream>();
  let isLooking = false;
  let isEnded = false;
  let thoroughAtMs = 0;

  const read: Session['read'] = (look) =>
    database.session({ requestId: 'streams', deadlineMs }).read(look, { isAlone: true });

  async function lookOnce() {
    const isThorough = performance.now() >= thoroughAtMs;
    if (isThorough) thoroughAtMs = performance.now() + thoroughEveryMs;
    const users = listUsers(streams);
    const seconds = isThorough ? lookBackMs / 1_000 : shortLookBackS;
    const told = await read((query) => findTold(query, users, seconds));
    const unsent = listUnsent(streams, told).slice(0, mostAtOnce);
    if (unsent.length > 0) await sendTold(unsent);
    if (isThorough) await checkAll(users);
  }

  // A member that has them not yet gives none of them: they are unsent at the next look, too.
  async function sendTold(unsent: ToldId[]) {
    const ids = unsent.map(({ id }) => id);
    const users = [...new Set(unsent.map(({ userId }) => userId))];
    const [rows, unread] = await read((query) => Promise.all([listTold(query, ids), countUnreadOf(query, users)]));
    for (const stream of streams) {
      const own = rows.filter(({ userId }) => userId === stream.viewer.id);
      stream.send(own, unread.get(stream.viewer.id) ?? 0);
    }
  }

  /** Counts that changed elsewhere; streams whose token does not hold any more, or that have been open for long, end. */
  async function checkAll(users: number[]) {
    const [isOn, unread, passwords] = await read((query) =>
      Promise.all([areEventsOn(query), countUnreadOf(query, users), findPasswordTimes(query, users)]),
    );
    for (const stream of streams) {
      const { id, passwordUntilMs } = stream.viewer;
      const isOver = performance.now() - stream.openedAtMs > longestMs;
      // A member that does not know the user may only be late.
      const mayStay = isOn && !isOver && (passwords.get(id) ?? 0) <= passwordUntilMs;
      if (!mayStay) stream.end();
      // A stream that was opened meanwhile was not counted.
      else if (users.includes(id)) stream.sendUnread(unread.get(id) ?? 0);
    }
  }

  async function lookWhileOpen() {
    while (streams.size > 0) {
      const startedMs = performance.now();
      const failed = await lookOnce().then(
        () => false,
        () => true,
      );
      await sleep(failed ? afterFailureMs : Math.max(lookEveryMs, 2 * (performance.now() - startedMs)));
    }
    isLooking = false;
  }

  const beat = () => streams.forEach((stream) => void stream.keepAlive());
  let beating: NodeJS.Timeout | undefined;

  return {
    admit({ id }) {
      const own = [...streams].filter(({ viewer }) => viewer.id === id).length;
      if (own >= mostStreamsOfUser) throw refusal(429, `You have ${own} streams open here.`, 10);
      if (isEnded || streams.size >= mostStreams) throw refusal(503, 'This process takes no more streams.', 2);
    },
    add(stream) {
      streams.add(stream);
      stream.lines.once('close', () => {
        streams.delete(stream);
        if (streams.size === 0) clearInterval(beating);
      });
      if (streams.size === 1) beating = setInterval(beat, heartbeatEveryMs);
      if (isLooking) return;
      isLooking = true;
      void lookWhileOpen();
    },
    count: () => streams.size,
    end() {
      isEnded = true;
      streams.forEach((stream) => void stream.end());
    },
  };
}

const listUsers = (streams: Set<OpenStream>) => [...new Set([...streams].map(({ viewer }) => viewer.id))];

/** What at least one stream of its user has not sent. */
function listUnsent(streams: Set<OpenStream>, told: ToldId[]): ToldId[] {
  const byUser = new Map<number, ToldId[]>();
  for (const row of told) byUser.set(row.userId, [...(byUser.get(row.userId) ?? []), row]);
  const unsent = [...streams].flatMap((stream) => findUnsent(stream.position(), byUser.get(stream.viewer.id) ?? []));
  return [...new Set(unsent)];
}

const refusal = (status: number, message: string, seconds: number) =>
  protocolError({ status, subject: 'stream', message }, { 'Retry-After': String(seconds) });
