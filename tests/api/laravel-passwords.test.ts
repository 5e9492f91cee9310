import anyTest from 'ava';
import bcrypt from 'bcryptjs';
import { assertRefused, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { databaseTest, insert, query } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { register } from './support/people.ts';
import { unique } from './support/unique.ts';

// One after another: a busy machine does not compare forty passwords at once in the time that the API gives them.
const test = anyTest.serial;

/** Hashes made by PHP: the manual's own example, and the two every Laravel application is born with. */
const hashes: [password: string, hash: string][] = [
  ['rasmuslerdorf', '$2y$07$BCryptRequires22Chrcte/VlQH0piJtjXl.0t1XkA8pw9dMXTpOq'],
  ['secret', '$2y$10$TKh8H1.PfQx37YgCzwiKb.KjNyWgaHb9cbcoQgdIVFlYg7B77UdFm'],
  ['password', '$2y$10$92IXUNpkjO0rOQ5byMi.Ye4oKoEa3Ro9llC/.og/at2.uheWG/igi'],
];

/** What PHP would store with as many rounds; the lab of the tests has few. */
const rounds = (process.env.BCRYPT_ROUNDS || '10').padStart(2, '0');
const asStored = new RegExp(`^\\$2y\\$${rounds}\\$[./A-Za-z0-9]{53}$`);

async function insertUser(hash: string): Promise<string> {
  const username = unique('php');
  const sql = 'INSERT INTO users (username, email, password, created_at, updated_at) VALUES (?, ?, ?, NOW(3), NOW(3))';
  await insert(sql, [username, `${username}@example.com`, hash]);
  return `${username}@example.com`;
}

for (const contract of contracts) {
  for (const [password, hash] of hashes) {
    for (const prefix of ['$2y$', '$2a$', '$2b$']) {
      databaseTest(`${contract.name}: "${password}" opens a ${prefix} hash of cost ${hash.slice(4, 6)}`, async (t) => {
        const email = await insertUser(prefix + hash.slice(4));
        const login = (word: string) => clientOf(contract).post('/users/login', { user: { email, password: word } });
        const opened = await eventually(
          () => login(password),
          ({ status }) => status === 200,
        );
        assertShape(t, opened, { contract, shape: 'user' });
        assertRefused(t, await login(`${password} `), { contract, ...contract.wrongCredentials });
      });
    }
  }

  for (const hash of ['', 'plain text', '$2y$10$tooshort', '$1$md5$x', '$argon2id$v=19$m=1,t=1,p=1$eA$eA']) {
    databaseTest(`${contract.name}: the hash "${hash}" matches no password and breaks nothing`, async (t) => {
      const email = await insertUser(hash);
      for (const password of [hash || 'x', 'secret']) {
        const answer = await clientOf(contract).post('/users/login', { user: { email, password } });
        assertRefused(t, answer, { contract, ...contract.wrongCredentials });
      }
    });
  }

  databaseTest(`${contract.name}: what is stored is what PHP would have stored`, async (t) => {
    const person = await register(contract);
    const [row] = await query<{ password: string }>('SELECT password FROM users WHERE username = ?', [person.username]);
    t.regex(row?.password ?? '', asStored);
    t.true(await bcrypt.compare(person.password, (row?.password ?? '').replace('$2y$', '$2b$')));
    await person.put('/user', { user: { password: 'another password' } });
    const [after] = await eventually(
      () => query<{ password: string }>('SELECT password FROM users WHERE username = ?', [person.username]),
      ([changed]) => changed?.password !== row?.password,
    );
    t.regex(after?.password ?? '', asStored);
    t.not(after?.password, row?.password);
  });
}

for (const contract of contracts) {
  for (const password of ['p'.repeat(72), 'p'.repeat(300), 'pässwörd 🦄🦄', 'quote\'"\\']) {
    test(`${contract.name}: the password ${password.slice(0, 12)} of ${password.length} logs in or is refused at registration`, async (t) => {
      const username = unique('pw');
      const email = `${username}@example.com`;
      const registered = await clientOf(contract).post('/users', { user: { username, email, password } });
      if (registered.status === 422) return assertRefused(t, registered, { contract, status: 422 });
      const login = await clientOf(contract).post('/users/login', { user: { email, password } });
      assertShape(t, login, { contract, shape: 'user' });
      const other = await clientOf(contract).post('/users/login', {
        user: { email, password: `x${password.slice(1)}` },
      });
      assertRefused(t, other, { contract, ...contract.wrongCredentials });
    });
  }
}
