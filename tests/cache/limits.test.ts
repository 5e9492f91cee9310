import { randomUUID } from 'node:crypto';
import test from 'ava';
import { waitFor } from '../../scripts/waiting/wait.ts';
import type { ApiAnswer } from '../cluster/support/api-client.ts';
import type { ApiProcess } from '../cluster/support/api-process.ts';
import { closePlace, namePrimary, openPlace, type Place, waitUntilKept } from './support/profile.ts';

let place: Place;

const perAddress = 20;
const perAccount = 5;

test.before(async (t) => {
  place = await openPlace(t, {
    API_BEHIND_PROXY: 'on',
    API_LOGIN_LIMIT_PER_MINUTE: String(perAddress),
    API_WRONG_PASSWORD_LIMIT: String(perAccount),
    BCRYPT_ROUNDS: '4',
  });
});

test.after.always(async () => {
  if (place) await closePlace(place);
});

/** An address that no other attempt comes from. */
const anyAddress = () => {
  const groups = randomUUID().replaceAll('-', '').match(/.{4}/g) as string[];
  return `2001:${groups.slice(1).join(':')}`;
};
const anyEmail = () => `${randomUUID()}@example.com`;

interface Login {
  address: string;
  email?: string;
  password?: string;
}

const logIn = ({ ask }: ApiProcess, { address, email = anyEmail(), password = 'wrong' }: Login) =>
  ask('POST', '/users/login', { json: { user: { email, password } }, headers: { 'X-Forwarded-For': address } });

/** So many logins at once, at these processes in turns. */
const logInTogether = (count: number, at: ApiProcess[], login: Login) =>
  Promise.all(Array.from({ length: count }, (_, turn) => logIn(at[turn % at.length] as ApiProcess, login)));

const countPassed = (answers: ApiAnswer<unknown>[]) => answers.filter(({ status }) => status !== 429).length;
const isAnswered = ({ status }: ApiAnswer<unknown>) => status === 401 || status === 422 || status === 429;

test.serial('two processes together let through as many attempts of an address as the limit says', async (t) => {
  const answers = await logInTogether(60, place.processes, { address: anyAddress() });
  t.is(countPassed(answers), perAddress);
  t.true(answers.every(isAnswered), JSON.stringify(answers.map(({ status }) => status)));
  const refused = answers.find(({ status }) => status === 429);
  t.regex(String(refused?.headers['retry-after']), /^([1-9]|[1-5]\d|60)$/);
  t.is(refused?.headers['ratelimit-policy'], `"address";q=${perAddress};w=60`);
});

/** A user, who logs in from an address of their own. */
async function registerPerson({ ask }: ApiProcess): Promise<Required<Login>> {
  const person = { address: anyAddress(), email: anyEmail(), password: 'secret' };
  const user = { username: randomUUID(), email: person.email, password: person.password };
  const { status } = await ask('POST', '/users', { json: { user }, headers: { 'X-Forwarded-For': anyAddress() } });
  if (status !== 200) throw new Error(`registration answers ${status}`);
  return person;
}

test.serial('right passwords that come together do not lock their owner out', async (t) => {
  const [one, other] = place.processes;
  const person = await registerPerson(one);
  const answers = await logInTogether(perAddress - 2, place.processes, person);
  t.log(`${countPassed(answers)} of ${answers.length} were let through`);
  for (const process of [one, other]) t.is((await logIn(process, person)).status, 200);
});

test.serial('and as many wrong passwords of an account; right ones do not count', async (t) => {
  const [one] = place.processes;
  const person = await registerPerson(one);
  for (let turn = 0; turn < perAccount + 3; turn += 1) {
    t.is((await logIn(place.processes[turn % 2] as ApiProcess, person)).status, 200);
  }
  const answers = await logInTogether(perAddress - perAccount - 3, place.processes, { ...person, password: 'wrong' });
  t.is(countPassed(answers), perAccount);
});

const faults = {
  frozen: { begin: 'pause', end: 'resume' },
  killed: { begin: 'kill', end: 'start' },
} as const;

for (const [what, { begin, end }] of Object.entries(faults)) {
  test.serial(
    `with a Valkey that is ${what} each process counts for itself, none waits, and afterwards all together`,
    async (t) => {
      t.timeout(180_000);
      const { testLab, processes } = place;
      const known = { address: anyAddress() };
      t.is(countPassed(await logInTogether(perAddress + 1, processes, known)), perAddress);
      for (const process of processes) t.is((await logIn(process, known)).status, 429);
      const names = testLab.lab.target.view.hostsOf('valkey').map(({ name }) => name);
      const primary = await namePrimary(place);
      t.teardown(() => testLab.waitUntilWhole());
      // Without the others there is no new primary.
      for (const name of [...names.filter((each) => each !== primary), primary]) await testLab[begin](name);
      for (const process of processes) {
        const first = await logIn(process, { address: anyAddress() });
        t.true(isAnswered(first), `status ${first.status}`);
        const answers = await logInTogether(perAddress * 2, [process], { address: anyAddress() });
        t.is(countPassed(answers), perAddress);
        const limited = await logIn(process, known);
        t.is(limited.status, 429, 'it goes on from what it knew');
        t.log(`the first took ${first.tookMs.toFixed(0)} ms, one that is refused ${limited.tookMs.toFixed(0)} ms`);
        for (const { tookMs } of [first, limited]) t.true(tookMs < 3_000, `${tookMs} ms`);
      }
      for (const name of names) await testLab[end](name);
      for (const process of processes) await waitUntilKept(process, true);
      await waitFor(
        async () =>
          countPassed(await logInTogether(perAddress * 2, processes, { address: anyAddress() })) === perAddress,
        { what: 'the processes to count together', timeoutMs: 30_000 },
      );
    },
  );
}
