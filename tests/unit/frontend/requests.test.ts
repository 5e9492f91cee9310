import test from 'ava';
import { isStored } from '../../../frontend/requests/change-article.ts';
import { Failure, listMessages, toFailure } from '../../../frontend/requests/failure.ts';
import { isDoneBefore, isSilence, pauseMs, readRetryAfterMs } from '../../../frontend/requests/repeat.ts';

test('a service that says nothing about it is asked again at growing distances', (t) => {
  t.deepEqual(
    [1, 2, 3, 4, 5, 50].map((attempt) => pauseMs(attempt, undefined)),
    [250, 500, 1_000, 2_000, 2_000, 2_000],
  );
});

test('a service that names a time is asked then, but not at once and not after minutes', (t) => {
  t.deepEqual(
    [0, 1_000, 3_600_000].map((retryAfterMs) => pauseMs(1, retryAfterMs)),
    [250, 1_000, 5_000],
  );
  t.deepEqual(['2', null, 'Sun, 29 Nov 2026 00:00:00 GMT'].map(readRetryAfterMs), [2_000, undefined, undefined]);
});

test('only answers that say "not now" are repeated', (t) => {
  t.deepEqual([502, 503, 504].map(isSilence), [true, true, true]);
  t.deepEqual([200, 401, 404, 409, 422, 429, 500].map(isSilence), [false, false, false, false, false, false, false]);
});

test('what a repeated DELETE does not find any more was deleted by an attempt before', (t) => {
  t.true(isDoneBefore('DELETE', 404, 2));
  t.false(isDoneBefore('DELETE', 404, 1));
  t.false(isDoneBefore('DELETE', 403, 2));
  t.false(isDoneBefore('GET', 404, 2));
});

test('every message of an answer is a sentence with its field', (t) => {
  const answer = toFailure(422, { errors: { title: ["can't be blank", 'is too long'], body: 'is missing' } });
  t.deepEqual(listMessages(answer), ["title can't be blank", 'title is too long', 'body is missing']);
});

test('subjects that say nothing to a reader are left out', (t) => {
  t.deepEqual(listMessages(toFailure(429, { errors: { request: ['Too Many Attempts.'] } })), ['Too Many Attempts.']);
  t.deepEqual(listMessages(toFailure(404, { errors: { message: '404 Not Found', status_code: 404 } })), [
    '404 Not Found',
  ]);
});

test('an answer without messages still has one', (t) => {
  for (const body of [null, 'text', {}, { errors: {} }, { errors: null }]) {
    t.deepEqual(listMessages(toFailure(500, body)), ['server answered 500']);
  }
  t.is(listMessages(new TypeError('a bug')).length, 1);
  t.true(toFailure(404, null) instanceof Failure);
});

test('an article that was saved by an attempt before is known by all that was sent', (t) => {
  const sent = { title: ' A title ', description: 'about', body: 'text', tagList: ['b', 'a'] };
  const times = { createdAt: '', updatedAt: '', favorited: false, favoritesCount: 0 };
  const stored = { ...sent, ...times, slug: 'a-title', title: 'A title' };
  t.true(isStored(sent, stored));
  for (const other of [{ title: 'B' }, { description: '' }, { body: 'text of another' }, { tagList: ['a', 'b'] }]) {
    t.false(isStored(sent, { ...stored, ...other }), JSON.stringify(other));
  }
});
