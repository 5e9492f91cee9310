import test from 'ava';
import bcrypt from 'bcryptjs';
import { createPasswords, cutForBcrypt, toLaravelHash } from '../../../../api/users/passwords.ts';

const passwords = createPasswords({ rounds: 4, workers: 2, patienceMs: 120_000 });
test.after.always(() => passwords.close());

test('a hash is one that PHP would write', async (t) => {
  t.regex(await passwords.hash('secret'), /^\$2y\$04\$[./A-Za-z0-9]{53}$/);
  t.is(toLaravelHash('$2b$10$abc'), '$2y$10$abc');
  t.is(toLaravelHash('$2y$10$abc'), '$2y$10$abc');
});

test('a password fits its hash and no other', async (t) => {
  const hash = await passwords.hash('secret');
  t.true(await passwords.verify('secret', hash));
  t.false(await passwords.verify('Secret', hash));
  t.false(await passwords.verify('secret', undefined));
});

test('hashes of all three prefixes are read', async (t) => {
  const hash = (await bcrypt.hash('secret', 4)).slice(4);
  for (const prefix of ['$2a$', '$2b$', '$2y$']) t.true(await passwords.verify('secret', prefix + hash), prefix);
});

test('whichever bcrypt the machine has, it agrees with the one that every machine has', async (t) => {
  for (const plain of [
    '',
    'sécret 日本',
    'a\0b',
    '\ud800 alone',
    'é'.repeat(40),
    `${'x'.repeat(71)}🐉`,
    'x'.repeat(72),
  ]) {
    t.true(await passwords.verify(plain, toLaravelHash(await bcrypt.hash(cutForBcrypt(plain), 4))), plain);
    t.true(await bcrypt.compare(cutForBcrypt(plain), await passwords.hash(plain)), plain);
  }
});

test('what is no hash fits nothing', async (t) => {
  for (const hash of ['', 'plain', '$2y$04$short', `$argon2id$${'x'.repeat(60)}`]) {
    t.false(await passwords.verify('plain', hash), hash);
  }
});

test('many at once all get their own answer', async (t) => {
  const hashes = await Promise.all(Array.from({ length: 20 }, (_, index) => passwords.hash(`secret ${index}`)));
  const fits = await Promise.all(hashes.map((hash, index) => passwords.verify(`secret ${index}`, hash)));
  t.true(fits.every(Boolean));
});

test('beyond its limit the queue turns work away with a 503', async (t) => {
  const small = createPasswords({ rounds: 4, workers: 1, maximumWaiting: 1, patienceMs: 120_000 });
  const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((plain) => small.hash(plain)));
  t.true(results.some(({ status }) => status === 'rejected'));
  t.true(results.some(({ status }) => status === 'fulfilled'));
  await small.close();
});

test('only what bcrypt reads of a password travels to it', async (t) => {
  t.is(cutForBcrypt('x'.repeat(1_000_000)).length, 73);
  const long = `${'x'.repeat(71)}🐉 and more`;
  t.true(await bcrypt.compare(long, await bcrypt.hash(cutForBcrypt(long), 4)));
});

test('an unknown user takes as long as a known one', async (t) => {
  const slow = createPasswords({ rounds: 8, workers: 1 });
  const hash = await slow.hash('secret');
  const measure = async (stored: string | undefined) => {
    const start = performance.now();
    await slow.verify('wrong', stored);
    return performance.now() - start;
  };
  // The shortest of each, taken in turns: other work on the machine makes some longer and none shorter, so that more turns
  // bring both nearer to the truth. A skipped comparison stays below a third, however many there are.
  let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const isAlike = () => unknown / known > 1 / 3 && unknown / known < 3;
  for (let turn = 0; turn < 10 || (turn < 200 && !isAlike()); turn += 1) {
    known = Math.min(known, await measure(hash));
    unknown = Math.min(unknown, await measure(undefined));
  }
  t.true(isAlike(), `${unknown / known} times as long`);
  await slow.close();
});

test('a task that no worker gets to in time is turned away with a 503', async (t) => {
  const slow = createPasswords({ rounds: 12, workers: 1, patienceMs: 50 });
  const [first, second] = await Promise.allSettled([slow.hash('a'), slow.hash('b')]);
  t.is(first.status, 'fulfilled');
  t.is(second.status, 'rejected');
  t.is(slow.waiting(), 0);
  await slow.close();
});
