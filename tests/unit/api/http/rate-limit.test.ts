import test from 'ava';
import { ApiError } from '../../../../api/http/api-error.ts';
import { createAttemptLimit, networkOf } from '../../../../api/http/rate-limit.ts';

const wrong = () => Promise.reject(new ApiError({ kind: 'wrong-credentials' }));
const right = () => Promise.resolve('in');
const ignore = () => undefined;

/** The statuses of so many attempts; 200 is one that was let through. */
async function statusesOf(count: number, attempt: () => Promise<unknown>): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) {
    statuses.push(
      await attempt().then(
        () => 200,
        ({ failure }) => failure.status ?? 401,
      ),
    );
  }
  return statuses;
}

test('an address that tries too often gets 429 and is told when to come back', async (t) => {
  const limit = createAttemptLimit({ perMinute: 2, wrongPasswords: 10 });
  const attempt = () => limit({ address: '10.0.0.1' }, right, ignore);
  t.deepEqual(await statusesOf(3, attempt), [200, 200, 429]);
  const { headers } = await t.throwsAsync<ApiError>(attempt());
  t.regex(headers['Retry-After'] ?? '', /^\d+$/);
  t.regex(headers.RateLimit ?? '', /^"address";r=0;t=\d+$/);
  t.is(headers['RateLimit-Policy'], '"address";q=2;w=60');
  t.is(await limit({ address: '10.0.0.2' }, right, ignore), 'in', 'another address is not in the same bucket');
});

test('wrong passwords are limited for each account and address', async (t) => {
  const limit = createAttemptLimit({ perMinute: 1000, wrongPasswords: 2 });
  const guess = (address: string, account: string) => () => limit({ address, account }, wrong, ignore);
  t.deepEqual(await statusesOf(3, guess('10.0.0.1', 'a@x')), [401, 401, 429]);
  t.deepEqual(await statusesOf(1, guess('10.0.0.1', 'b@x')), [401]);
  t.deepEqual(await statusesOf(1, guess('10.0.0.2', 'a@x')), [401]);
});

test('an account has a limit over all addresses, too', async (t) => {
  const limit = createAttemptLimit({ perMinute: 1000, wrongPasswords: 10 });
  let address = 0;
  const guess = () => limit({ address: `10.0.${address >> 8}.${address++ % 256}`, account: 'a@x' }, wrong, ignore);
  t.deepEqual((await statusesOf(101, guess)).slice(-2), [401, 429]);
});

test('an owner may log in as often as the address may', async (t) => {
  const limit = createAttemptLimit({ perMinute: 50, wrongPasswords: 2 });
  const attempt = () => limit({ address: '10.0.0.1', account: 'a@x' }, right, ignore);
  t.deepEqual(new Set(await statusesOf(50, attempt)), new Set([200]));
});

test('right passwords that come together do not lock their owner out, and wrong ones do', async (t) => {
  const limit = createAttemptLimit({ perMinute: 1000, wrongPasswords: 2 });
  const logIn = (run: () => Promise<unknown>) => limit({ address: '10.0.0.1', account: 'a@x' }, run, ignore);
  const statuses = await Promise.all(Array.from({ length: 20 }, () => statusesOf(1, () => logIn(right))));
  t.true(statuses.flat().includes(429), 'more than the limit are not let through at a time');
  t.deepEqual(await statusesOf(2, () => logIn(right)), [200, 200]);
  t.deepEqual(await statusesOf(2, () => logIn(wrong)), [401, 401]);
  t.deepEqual(await statusesOf(3, () => logIn(right)), [429, 429, 429]);
});

test('what an address tries above its limit is not counted against the accounts that it names', async (t) => {
  const limit = createAttemptLimit({ perMinute: 3, wrongPasswords: 2 });
  await statusesOf(9, () => limit({ address: '10.0.0.1', account: 'a@x' }, right, ignore));
  let told: Record<string, string> = {};
  await limit({ address: '10.0.0.2', account: 'a@x' }, right, (headers) => {
    told = headers;
  });
  t.regex(told.RateLimit ?? '', /"anywhere";r=99;/);
});

test('an answer says what is left', async (t) => {
  const limit = createAttemptLimit({ perMinute: 5, wrongPasswords: 3 });
  let told: Record<string, string> = {};
  await limit({ address: '10.0.0.1', account: 'a@x' }, right, (headers) => {
    told = headers;
  });
  t.regex(told.RateLimit ?? '', /^"address";r=4;t=\d+, "account";r=2;t=\d+, "anywhere";r=99;t=\d+$/);
  t.is(told['RateLimit-Policy'], '"address";q=5;w=60, "account";q=3;w=300, "anywhere";q=100;w=3600');
});

test('0 is no limit', async (t) => {
  const limit = createAttemptLimit({ perMinute: 0, wrongPasswords: 1 });
  t.deepEqual(
    await statusesOf(3, () => limit({ address: '10.0.0.1', account: 'a@x' }, wrong, ignore)),
    [401, 401, 401],
  );
});

for (const [address, network] of [
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
] as const) {
  test(`${address} is limited as ${network}`, (t) => {
    t.is(networkOf(address), network);
  });
}
