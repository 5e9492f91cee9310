import test from 'ava';
import { toFailure } from '../../../../api/http/answer-errors.ts';
import { missing } from '../../../../api/http/api-error.ts';

const unknown = { kind: 'protocol', status: 500, subject: 'server', message: 'Internal Server Error' };

test('an error of our own is what it says', (t) => {
  t.deepEqual(toFailure(missing('article')), { kind: 'missing', resource: 'article' });
});

test('any other error is a 500 that tells nothing', (t) => {
  t.deepEqual(toFailure(new Error('connect ECONNREFUSED 10.0.0.1:3306')), unknown as never);
  t.deepEqual(toFailure(Object.assign(new Error('odd'), { status: 200 })), unknown as never);
});

test('a status between 400 and 599 counts, and tells why where it may', (t) => {
  const busy = Object.assign(new Error('No member answers.'), { status: 503, expose: true });
  t.like(toFailure(busy), { status: 503, message: 'No member answers.' });
  t.like(toFailure(Object.assign(new Error('secret'), { status: 503 })), { message: 'Service Unavailable' });
  t.like(toFailure(Object.assign(new Error('too long'), { status: 414 })), { status: 414, message: 'too long' });
});
