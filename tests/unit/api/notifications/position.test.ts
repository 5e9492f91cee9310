import test from 'ava';
import {
  advance,
  findUnsent,
  lookBackMs,
  mostIds,
  parsePosition,
  renderPosition,
  startPosition,
} from '../../../../api/notifications/stream/position.ts';

const beginMs = 1_790_000_000_000;
const row = (id: number, afterMs: number) => ({ id, toldAt: new Date(beginMs + afterMs) });
const ids = (rows: { id: number }[]) => rows.map(({ id }) => id);

test('what becomes visible late is unsent, however low its id and however old its time', (t) => {
  const position = startPosition(beginMs, [row(50, 900)]);
  t.deepEqual(ids(findUnsent(position, [row(7, 100), row(50, 900), row(60, 800)])), [7, 60]);
  const next = advance(position, [row(7, 100)]);
  t.deepEqual(ids(findUnsent(next, [row(7, 100), row(50, 900), row(60, 800)])), [60]);
});

test('a position goes on after its last event, and is the same when it is read again', (t) => {
  const position = advance(startPosition(beginMs, [row(1, 10)]), [row(9, 30), row(4, 20)]);
  const seen = parsePosition(renderPosition(position));
  t.is(seen?.floorMs, beginMs);
  t.deepEqual([...(seen?.ids ?? [])].sort(), [1, 4, 9]);
});

test('a position forgets what is older than the look-back, and counts it as sent', (t) => {
  const position = advance(startPosition(beginMs, [row(1, 0)]), [row(2, lookBackMs + 5)]);
  t.is(position.floorMs, beginMs + 5);
  t.deepEqual([...position.sent.keys()], [2]);
  t.deepEqual(findUnsent(position, [row(1, 0)]), []);
});

test('of many in a short time it keeps the newest', (t) => {
  const many = Array.from({ length: mostIds + 50 }, (_, id) => row(id + 1, id));
  const position = advance(startPosition(beginMs, []), many);
  t.is(position.sent.size, mostIds);
  t.is(position.floorMs, beginMs + 50);
  t.deepEqual(findUnsent(position, many), []);
});

for (const text of [undefined, '', 'A', '1.', '..', '1.-2', 'x'.repeat(10), `1${'.2'.repeat(3_000)}`])
  test(`no position: ${String(text).slice(0, 20)}`, (t) => {
    t.is(parsePosition(text), undefined);
  });
