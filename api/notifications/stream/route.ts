import { defineRoute, type Route } from '../../http/route.ts';
import { openOffStream, openStream } from './open-stream.ts';
import { parsePosition } from './position.ts';
import { findOpening } from './repository.ts';
import type { NotificationStreams } from './streams.ts';

/** Notifications as they are told, as server-sent events. */
export const createStreamRoute = (streams: NotificationStreams): Route =>
  defineRoute({
    methods: ['get'],
    path: '/notifications/stream',
    access: 'required',
    look: (query, { viewer, lastEventId }) => findOpening(query, { viewer, seen: parsePosition(lastEventId) }),
    stream(opening, { viewer, contract, lastEventId }) {
      if (!opening.isOn) return openOffStream();
      streams.admit(viewer);
      const stream = openStream(opening, { viewer, contract, lastEventId });
      streams.add(stream);
      return stream.lines;
    },
    documentation: {
      summary: 'Your notifications as they are told: server-sent events, which go on after Last-Event-ID',
      tag: 'Notifications',
      answer: {},
      failures: [{ kind: 'protocol', status: 429, subject: 'stream', message: 'You have 6 streams open here.' }],
    },
  });
