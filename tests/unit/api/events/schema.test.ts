import { readFileSync } from 'node:fs';
import test from 'ava';
import { envelope, parseEvent, payloads, renderEventSchema } from '../../../../api/events/schema.ts';

const file = new URL('../../../../docs/events.schema.json', import.meta.url);
const comment = {
  key: 'article:17',
  version: 3,
  type: 'comment.added',
  schema: 1,
  at: '2026-11-29T19:00:00.000Z',
  payload: { articleId: 17, commentId: 5, userId: 4 },
};

test('docs/events.schema.json is what the code reads', (t) => {
  t.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(renderEventSchema()));
  t.is(JSON.parse(renderEventSchema()).oneOf.length, Object.keys(payloads).length);
});

test('an event is read, with fields that this reader does not know', (t) => {
  const event = parseEvent({ ...comment, more: true, payload: { ...comment.payload, mood: 'good' } });
  t.is(event.type, 'comment.added');
  t.deepEqual(event.payload, comment.payload);
});

for (const [what, change] of Object.entries({
  type: { type: 'comment.sung' },
  schema: { schema: 2 },
  payload: { payload: { articleId: '17' } },
})) {
  test(`an event of an unknown ${what} is refused, and still has a name to lay it aside by`, (t) => {
    const event = { ...comment, ...change };
    t.throws(() => parseEvent(event));
    t.like(envelope.parse(event), { key: 'article:17', version: 3 });
  });
}

test('what has no key or version is no event at all', (t) => {
  for (const change of [{ key: 'article' }, { key: undefined }, { version: 0 }]) {
    t.false(envelope.safeParse({ ...comment, ...change }).success, JSON.stringify(change));
  }
  t.false(envelope.safeParse('not JSON').success);
});
