import test from 'ava';
import { lifetimeMs, NearCache, safe, weigh } from '../../../../api/cache/near-cache.ts';
import type { Mark, Position } from '../../../../api/database/causality/position.ts';

const mark = (number: number, member = 'a'): Mark => ({ member, source: 'g', number, sentAtMs: 1, heardAtMs: 2 });
const topics = ['article:x', 'users'];

/** A cache whose clock the test moves, with these topics followed. */
function createCache(options: ConstructorParameters<typeof NearCache>[0] = {}) {
  const clock = { nowMs: 1_000 };
  const near = new NearCache({ nowMs: () => clock.nowMs, ...options });
  follow(near);
  return { near, clock };
}

function follow(near: NearCache, marks: Position = []): void {
  for (const [name, version] of near.listUnfollowed(topics)) near.follow(name, version, marks);
}

/** A read whose answer comes when the test says so. */
function createRead() {
  let answer: (value: unknown) => void = () => {};
  const value = new Promise((resolve) => {
    answer = resolve;
  });
  return { read: () => value, answer: async (given: unknown) => [answer(given), await value, await null] };
}

async function keep(near: NearCache, position: Position = []): Promise<void> {
  await near.begin('x', topics, { position, read: async () => 'text' }).value;
}

test('a copy serves until its time is over, counted from before it was read', async (t) => {
  const { near, clock } = createCache();
  const { read, answer } = createRead();
  near.begin('x', topics, { position: [], read });
  clock.nowMs += lifetimeMs - 1;
  await answer('text');
  t.is(await near.find('x')?.value, 'text');
  clock.nowMs += 1;
  t.is(near.find('x'), undefined);
  t.is(near.stateOf('x'), 'invalid');
});

test('a write of any of its topics ends a copy, and a write of others does not', async (t) => {
  const { near } = createCache();
  await keep(near);
  near.touch('article:y');
  t.is(near.stateOf('x'), 'shared');
  near.touch('users');
  t.is(near.find('x'), undefined);
});

test('a write that is heard of during the read ends the placeholder: what was read then is never kept', async (t) => {
  const { near } = createCache();
  const { read, answer } = createRead();
  near.begin('x', topics, { position: [], read });
  t.is(near.stateOf('x'), 'being read');
  near.touch('article:x');
  t.is(near.find('x'), undefined, 'no request joins a read that began before the write');
  await answer('as it was before');
  t.is(near.find('x'), undefined);
});

test('without placeholders what was read before a write is kept after it, as the demo shows', async (t) => {
  const { near } = createCache({ safety: { ...safe, hasPlaceholders: false } });
  const { read, answer } = createRead();
  near.begin('x', topics, { position: [], read });
  near.touch('article:x');
  await answer('as it was before');
  t.is(await near.find('x')?.value, 'as it was before');
});

test('requests join a read that is under way', async (t) => {
  const { near } = createCache();
  const { read, answer } = createRead();
  const copy = near.begin('x', topics, { position: [], read });
  t.is(near.find('x'), copy);
  await answer('text');
  t.is(near.find('x'), copy);
});

test('a copy serves no request that has to see more than its read has waited for', async (t) => {
  const { near } = createCache();
  await keep(near, [mark(5)]);
  t.truthy(near.find('x', [mark(5)]));
  t.truthy(near.find('x', [mark(4)]), 'the numbers of one member rise');
  t.is(near.find('x', [mark(6)]), undefined);
  t.is(near.find('x', [mark(1, 'b')]), undefined, 'another member');
  const unsafe = createCache({ safety: { ...safe, hasPositions: false } }).near;
  await keep(unsafe);
  t.truthy(unsafe.find('x', [mark(6)]));
});

test('a read has to see the last writes of its topics, and Valkey is asked for them once', (t) => {
  const near = new NearCache();
  t.is(near.positionOf(topics), undefined);
  follow(near, [mark(7)]);
  t.deepEqual(near.positionOf(topics), [mark(7)]);
  t.deepEqual(near.listUnfollowed(topics), []);
  near.touch('users');
  t.deepEqual(
    near.listUnfollowed(topics).map(([name]) => name),
    ['users'],
  );
  t.is(near.positionOf(topics), undefined, 'until Valkey has answered nothing may be kept');
});

test('an answer of Valkey that a write has overtaken follows nothing', (t) => {
  const near = new NearCache();
  const asked = near.listUnfollowed(topics);
  near.touch('users');
  for (const [name, version] of asked) near.follow(name, version, []);
  t.is(near.positionOf(topics), undefined);
});

test('after a flush no earlier copy comes back, and none that was being read', async (t) => {
  const { near } = createCache();
  const { read, answer } = createRead();
  await keep(near);
  near.begin('y', topics, { position: [], read });
  near.flush();
  follow(near);
  await answer('text');
  t.deepEqual([near.find('x'), near.find('y')], [undefined, undefined]);
});

test('what is not there and what failed is not kept', async (t) => {
  const { near } = createCache();
  await near.begin('x', topics, { position: [], read: async () => null }).value;
  t.is(near.stateOf('x'), 'none');
  const failing = near.begin('x', topics, { position: [], read: () => Promise.reject(new Error('gone')) });
  await t.throwsAsync(() => failing.value, { message: 'gone' });
  t.is(near.stateOf('x'), 'none');
});

test('neither the number of copies nor their weight passes its bound, and the oldest goes first', async (t) => {
  const { near } = createCache({ atMost: 100, maxWeight: 1_000 });
  for (let number = 0; number < 500; number += 1) {
    const names = [`article:${number}`];
    near.follow(names[0] as string, near.listUnfollowed(names)[0]?.[1] ?? 0, []);
    await near.begin(`copy ${number}`, names, { position: [], read: async () => 'x'.repeat(50) }).value;
  }
  const { copies, topics: known, weight } = near.describe();
  t.true(copies <= 20 && weight <= 1_000 && known <= 200, JSON.stringify(near.describe()));
  t.truthy(near.find('copy 499'));
  t.is(near.find('copy 0'), undefined);
});

test('copies that have outlived their time are swept, and their weight with them', async (t) => {
  const { near, clock } = createCache();
  await keep(near);
  clock.nowMs += lifetimeMs;
  near.sweep();
  t.like(near.describe(), { copies: 0, weight: 0 });
});

test('a value weighs as much as its texts', (t) => {
  t.is(weigh({ title: 'four', tags: [{ name: 'three' }], none: null, at: 7 }), 4 + 5 + 8 + 8);
});

test('copies are listed by the beginnings of their names, the newest first, with their states', async (t) => {
  const { near } = createCache();
  const keepAs = (name: string, of: string[]) => near.begin(name, of, { position: [], read: async () => name }).value;
  await keepAs('article a', ['article:a']);
  await keepAs('list', ['lists']);
  await keepAs('article b', ['article:b']);
  near.touch('article:a');
  t.deepEqual(near.list('article ', 8), [
    { name: 'article b', state: 'shared' },
    { name: 'article a', state: 'invalid' },
  ]);
  t.deepEqual(near.list('article ', 1), [{ name: 'article b', state: 'shared' }]);
});
