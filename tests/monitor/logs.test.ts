import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { askForLines, findLogStore, type LogSource } from '../../roles/log-store/ask-logs.ts';
import type { LogLine } from '../../roles/log-store/log-line.ts';
import { renderEndpoint } from '../../roles/role.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { Browser } from '../browser/support/browser.ts';
import { findChromium } from '../browser/support/chromium.ts';
import { runLab } from '../cluster/support/command.ts';
import { type TestLab, useLab } from '../cluster/support/lab.ts';
import { createLogWriter } from './support/log-writer.ts';
import { findInLogs, listSecrets } from './support/secrets.ts';

interface Context {
  lab: TestLab;
  source: LogSource;
  api: string;
}

const test = anyTest.serial as TestFn<Context>;

test.before('the profile monitor beside the lab', async (t) => {
  t.timeout(600_000);
  await (await useLab()).waitUntilWhole();
  const added = await runLab(['add', 'monitor']);
  t.is(added.exitCode, 0, `${added.stdout}${added.stderr}`);
  const lab = await useLab();
  const { view, endpoints } = lab.lab.target;
  t.context = { lab, source: findLogStore(view), api: `http://${renderEndpoint(endpoints.api)}` };
});

test.after.always(async () => {
  await runLab(['remove', 'monitor']);
});

/** Sends a request whose id can be looked for. */
async function request(api: string, path: string, options: RequestInit = {}) {
  const id = `test-${randomUUID()}`;
  await fetch(`${api}${path}`, { ...options, headers: { 'X-Request-Id': id, ...options.headers } }).then((r) =>
    r.text(),
  );
  return id;
}

const waitForLine = (source: LogSource, text: string) =>
  waitFor(async () => (await askForLines(source, { text: `"${text}"` })).lines[0], {
    what: `a line with ${text}`,
    timeoutMs: 30_000,
    intervalMs: 20,
  });

test('the lines of each host are there, and a request is found by its id, by the command, too', async (t) => {
  const { source, api } = t.context;
  for (const host of ['mysql-1', 'mysql-2', 'mysql-3', 'haproxy', 'web'])
    await waitFor(async () => (await askForLines(source, { host, limit: 1 })).lines[0], {
      what: `a line of ${host}`,
      timeoutMs: 60_000,
    });
  const id = await request(api, '/api/tags');
  const beganMs = Date.now();
  const line = await waitForLine(source, id);
  t.log(`from the answer to the line: ${Date.now() - beganMs} ms`);
  t.like(line, { host: 'web', level: 'info', requestId: id });
  const { stdout, exitCode } = await runLab([
    'logs',
    '--search',
    `"${id}"`,
    '--host',
    'web',
    '--since',
    '1h',
    '--json',
  ]);
  t.is(exitCode, 0);
  t.is((JSON.parse(stdout) as LogLine).message, line.message);
  const none = await runLab(['logs', '--search', `"${id}"`, '--host', 'haproxy']);
  t.deepEqual([none.exitCode, none.stdout], [0, '']);
});

test('no line is lost and none is there twice, whatever of the way is frozen or killed, and while the log is rotated', async (t) => {
  t.timeout(120_000);
  const { lab, source } = t.context;
  const writer = await createLogWriter(lab.lab.config.stateDir);
  const count = async () => {
    const numbers: number[] = [];
    let cursor = 'the beginning';
    for (let hasMore = true; hasMore; ) {
      const found = await askForLines(source, { host: writer.host, cursor, limit: 10_000 });
      numbers.push(...found.lines.map(({ message }) => Number(/ line (\d+) /.exec(message)?.[1])));
      ({ cursor, hasMore } = found);
    }
    return numbers;
  };
  // A store that was killed a moment ago answers when it has started.
  const findLine = (number: number) =>
    askForLines(source, { host: writer.host, text: `"line ${number}"` }).then(
      ({ lines }) => lines[0],
      () => undefined,
    );
  const waitUntilKept = (number: number) =>
    waitFor(() => findLine(number), { what: `line ${number}`, timeoutMs: 60_000 });
  try {
    await writer.write(1_000);
    await waitUntilKept(999);
    await lab.pause('log-store');
    await writer.write(1_000);
    await lab.resume('log-store');
    await writer.write(40_000);
    await lab.kill('log-store');
    await writer.write(1_000);
    await lab.start('log-store');
    await writer.write(40_000);
    await lab.kill('log-shipper');
    await writer.write(1_000);
    await lab.start('log-shipper');
    const isRotated = () => readdirSync(dirname(writer.path)).some((name) => /^host\.log\.\d+$/.test(name));
    await waitFor(isRotated, { what: 'the caretaker to rotate the log', timeoutMs: 30_000 });
    await writer.write(1_000);
    await waitUntilKept(writer.written - 1);
    const numbers = await count();
    t.is(numbers.length, writer.written);
    t.deepEqual(
      numbers.filter((number, index) => number !== index),
      [],
    );
  } finally {
    await writer.remove();
  }
});

test('no password, key or token gets into a log', async (t) => {
  const { lab, source, api } = t.context;
  const { config, secrets } = lab.lab;
  const plant = () => `planted-${randomUUID()}`;
  const planted = { wrong: plant(), malformed: plant(), query: plant(), bearer: plant(), own: plant(), basic: plant() };
  const post = (path: string, body: string, headers = {}) =>
    request(api, path, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });
  await post('/api/users/login', JSON.stringify({ user: { email: 'a@example.com', password: planted.wrong } }));
  await post('/api/users/login', `{"user": {"password": "${planted.malformed}"`);
  await request(api, `/api/articles?password=${planted.query}&token=${planted.query}`);
  await request(api, '/api/user', { headers: { Authorization: `Token ${planted.bearer}` } });
  await request(api, '/api/user', { headers: { Authorization: `Basic ${planted.basic}`, Cookie: planted.basic } });
  const username = `s${Date.now().toString(36)}`;
  const user = { username, email: `${username}@example.com`, password: planted.own };
  const registered = await fetch(`${api}/api/users`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user }),
  });
  const { token } = ((await registered.json()) as { user: { token: string } }).user;
  t.truthy(token);
  await post('/api/users', JSON.stringify({ user }));
  const last = await request(api, '/api/user', { headers: { Authorization: `Token ${token}` } });
  await waitForLine(source, last);
  const values = { ...listSecrets(secrets), ...planted, token };
  t.true(Object.keys(values).length > 15);
  t.deepEqual(findInLogs(config.stateDir, values), []);
  // What is looked for would be found.
  t.not(findInLogs(config.stateDir, { last }).length, 0);
});

test('the page of the logs shows a line within a second, on a phone, too', async (t) => {
  const chromium = await findChromium();
  if (chromium === undefined) {
    t.log('SKIPPED: there is no Chromium on this machine (Debian: apt-get install chromium)');
    return process.env.CI ? t.fail('CI needs Chromium') : t.pass();
  }
  const { lab, api } = t.context;
  const { target, secrets } = lab.lab;
  const browser = await Browser.open(chromium);
  try {
    await browser.look({ width: 360, height: 900, scheme: 'light' });
    const page = `http://127.0.0.1:${target.watcher?.page.port}`;
    const isThere = async () => {
      await browser.goTo(`${page}/?key=${secrets.page}`);
      await browser.waitUntil(`document.querySelector('.headline a[href="/logs"]')`, 10_000);
      return true;
    };
    await waitFor(() => isThere().catch(() => false), { what: 'a link to the logs', timeoutMs: 60_000 });
    await browser.goTo(`${page}/logs`);
    await browser.waitUntil(
      "document.querySelectorAll('.lines li').length > 5 && document.querySelector('.histogram')",
    );
    const id = await request(api, '/api/tags');
    const beganMs = Date.now();
    await browser.waitUntil(`document.querySelector('.lines').textContent.includes('${id}')`);
    t.log(`from the answer to the page: ${Date.now() - beganMs} ms`);
    t.is(await browser.read('document.documentElement.scrollWidth'), 360);
    await browser.read(`location.hash = '#text=${id}'`);
    await browser.waitUntil("document.querySelectorAll('.lines li').length === 1");
    await browser.waitUntil("document.querySelector('.histogram figcaption').textContent.startsWith('1 line,')");
  } finally {
    await browser.close();
  }
});
