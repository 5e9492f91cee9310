import test from 'ava';
import { afterAll, decode, encode, keyOf, readHolding, renderHolder } from '../../../../api/locks/lock-words.ts';
import { NodeFailure, readAnswer } from '../../../../api/locks/node-answer.ts';

test('an answer is an answer, and the first line of a stream is enough', (t) => {
  t.deepEqual(readAnswer(200, '{"succeeded":true}'), { kind: 'answer', value: { succeeded: true } });
  t.deepEqual(readAnswer(200, '{"result":{"TTL":"2"}}\n{"result":{"TTL":"1"}}\n'), {
    kind: 'answer',
    value: { result: { TTL: '2' } },
  });
});

test('what every node would refuse is not asked of the next one', (t) => {
  const answers = [
    readAnswer(404, '{"code":5, "message":"etcdserver: requested lease not found"}'),
    readAnswer(404, '{"error":"etcdserver: requested lease not found","code":5}'),
    readAnswer(200, '{"error":{"grpc_code":5,"message":"etcdserver: requested lease not found"}}'),
  ];
  for (const answer of answers) {
    t.like(answer, { kind: 'refusal', code: 5, message: 'etcdserver: requested lease not found' });
    if (answer.kind === 'refusal') t.true(new NodeFailure(answer).isMissing);
  }
  const there = readAnswer(400, '{"code":9, "message":"etcdserver: lease already exists"}');
  t.true(there.kind === 'refusal' && new NodeFailure(there).isThere);
});

test('a node without a leader, or one that answers no JSON, is followed by the next', (t) => {
  t.is(readAnswer(503, '{"code":14, "message":"etcdserver: no leader"}').kind, 'silence');
  t.is(readAnswer(503, '{"error":"etcdserver: request timed out","code":14}').kind, 'silence');
  t.is(readAnswer(200, '<html>').kind, 'silence');
  t.is(readAnswer(421, 'Misdirected').kind, 'silence');
});

test('a key tells who holds the lock since when, and its first revision is the token', (t) => {
  const written = {
    key: keyOf('article/17'),
    value: renderHolder({ holder: 'demo', owner: '7', sinceMs: 1_000 }),
    create_revision: '42',
    lease: '9',
  };
  t.deepEqual(readHolding(written), {
    name: 'article/17',
    holder: 'demo',
    owner: '7',
    token: 42,
    sinceMs: 1_000,
    lease: '9',
  });
  const foreign = readHolding({ ...written, value: encode('not of the lab') });
  t.like(foreign, { holder: 'another program', token: 42 });
});

test('the end of a range is just behind all names that begin alike', (t) => {
  t.is(decode(afterAll('locks/')), 'locks0');
  t.true(decode(afterAll('locks/a')) > 'locks/a/zzz');
});
