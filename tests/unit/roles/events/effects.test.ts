import test from 'ava';
import type { LabEvent } from '../../../../api/events/schema.ts';
import { listEffects } from '../../../../roles/consumer/effects.ts';
import { layAside, takeTurn } from '../../../../roles/consumer/inbox.ts';

const name = { key: 'article:17', version: 3, at: '2026-11-29T19:00:00.000Z' };
const article = { articleId: 17, authorId: 4, slug: 's', title: 't' };
const events: LabEvent[] = [
  { ...name, type: 'article.published', payload: article },
  { ...name, type: 'article.changed', payload: article },
  { ...name, type: 'article.deleted', payload: article },
  { ...name, type: 'comment.added', payload: { articleId: 17, commentId: 5, userId: 6 } },
  { ...name, type: 'article.favorited', payload: { articleId: 17, userId: 6 } },
  { ...name, type: 'user.followed', payload: { userId: 4, followerId: 6 } },
  { ...name, type: 'user.registered', payload: { userId: 4, username: 'u' } },
];

test('every statement of an effect does something only in the turn of its event', (t) => {
  const effects = events.map(listEffects);
  t.deepEqual(
    effects.map(({ length }) => length),
    [2, 0, 1, 2, 2, 2, 0],
  );
  for (const { sql, values = [] } of effects.flat()) {
    t.true(sql.includes('@isInTurn'), sql);
    t.is(sql.split('?').length - 1, values.length, sql);
  }
});

test('who did it is not told of it', (t) => {
  const [, , , [comment] = []] = events.map(listEffects);
  t.true(comment?.sql.includes('told.user_id <> ?'));
  t.is(comment?.values?.at(-1), 6);
});

test('what is about an article is told only while the article is there', (t) => {
  const told = events.filter(({ type }) => ['article.published', 'comment.added', 'article.favorited'].includes(type));
  for (const { sql, values = [] } of told.flatMap(listEffects)) {
    t.regex(sql, /FROM articles WHERE id = \?/);
    t.true(values.includes(17));
  }
});

const turnOf = (...versions: number[]) => takeTurn(versions.map((version) => ({ key: 'user:1', version })));

test('the first event of a key begins its row, and each later one follows the one before it', (t) => {
  t.deepEqual(turnOf(1)[0]?.values, [1, 'user:1', 1]);
  t.deepEqual(turnOf(9)[0]?.values, [9, 'user:1', 8, 'user:1', 9]);
});

test('events that are taken in together follow the one before the first, and the last is noted', (t) => {
  t.deepEqual(turnOf(1, 2, 3)[0]?.values, [3, 'user:1', 3]);
  t.deepEqual(turnOf(9, 10, 11)[0]?.values, [11, 'user:1', 8, 'user:1', 11]);
});

test('an event is taken in only where its own transaction was applied, and its effects go by that', (t) => {
  for (const version of [1, 9]) {
    const [turn, note] = turnOf(version);
    t.regex(turn?.sql ?? '', /FROM event_versions WHERE event_key = \? AND version >= \?/);
    t.is(note?.sql, 'SET @isInTurn = ROW_COUNT() > 0');
  }
});

test('an event that is laid aside keeps what it said, and the reason fits', (t) => {
  const event = { ...name, type: 'x'.repeat(40), schema: 99, payload: { a: 1 } };
  const { sql, values = [] } = layAside(event, 'y'.repeat(3_000));
  t.is(sql.split('?').length - 1, values.length);
  t.deepEqual([String(values[2]).length, values[3], String(values[5]).length], [32, '{"a":1}', 2_000]);
  t.is(values[6], 99);
});
