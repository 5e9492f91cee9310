import test from 'ava';
import type { FaultEvent } from '../../../../chaos/history.ts';
import { findFaultSpans } from '../../../../chaos/judge/fault-spans.ts';

const event = (atMs: number, what: string, host?: string): FaultEvent => ({
  atMs,
  what,
  ...(host && { host }),
  edge: /start|heal|recover/.test(what) ? 'end' : 'begin',
});

const spans = test.macro<[FaultEvent[], (number | undefined)[][]]>((t, faults, expected) => {
  t.deepEqual(
    findFaultSpans(faults).map(({ beginMs, mend }) => [beginMs, mend?.atMs]),
    expected,
  );
});

test('a fault lasts until its host is mended', spans, [event(1, 'kill', 'a'), event(5, 'start', 'a')], [[1, 5]]);
test('mending another host does not end it', spans, [event(1, 'kill', 'a'), event(5, 'start', 'b')], [[1, undefined]]);

test(
  'the same host can fail twice',
  spans,
  [event(1, 'kill', 'a'), event(5, 'start', 'a'), event(7, 'pause', 'a'), event(9, 'start', 'a')],
  [
    [1, 5],
    [7, 9],
  ],
);

test(
  'what mends everything ends every fault',
  spans,
  [event(1, 'kill', 'a'), event(2, 'kill', 'b'), event(9, 'recover')],
  [
    [1, 9],
    [2, 9],
  ],
);

test('a fault without a host ends with the next mend', spans, [event(1, 'partition'), event(4, 'heal', 'a')], [[1, 4]]);
