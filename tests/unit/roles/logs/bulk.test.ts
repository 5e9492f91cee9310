import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { sendLines } from '../../../../roles/log-shipper/send-lines.ts';
import { chooseTarget } from '../../../../roles/log-shipper/settings.ts';
import { ask, askForLines } from '../../../../roles/log-store/ask-logs.ts';
import { listIncoming, parseBulk, renderBulkAnswer } from '../../../../roles/log-store/bulk.ts';
import { createLogServer } from '../../../../roles/log-store/server.ts';
import { LogStore } from '../../../../roles/log-store/store/log-store.ts';
import { viewProcesses } from '../lab-views.ts';

const nowMs = Date.UTC(2026, 10, 29);
const now = '2026-11-29T00:00:00.000Z';

test('documents of other senders become lines', (t) => {
  const body = [
    '{"create":{"_id":"a@1"}}',
    '{"@timestamp":"2026-11-29T01:00:00+01:00","host":"a","message":"x","level":"error","file":"f"}',
    '',
    '{"index":{}}',
    '{"time":"never","hostname":"b","msg":"y","level":"odd"}',
  ].join('\n');
  t.deepEqual(listIncoming(parseBulk(`${body}\n`, nowMs)), [
    { id: 'a@1', line: { file: 'f', '@timestamp': now, host: 'a', level: 'error', message: 'x' } },
    { id: undefined, line: { '@timestamp': now, host: 'b', message: 'y' } },
  ]);
});

test('what cannot be kept is said of that item alone', (t) => {
  const body =
    '{"delete":{"_id":"a@1"}}\n{"update":{"_id":"a@2"}}\n{}\n{"create":{"_id":"a@3"}}\nno JSON\n{"create":{}}\n{}';
  const items = parseBulk(body, nowMs);
  const { errors, items: answers } = renderBulkAnswer(items, [true]);
  t.true(errors);
  t.deepEqual(
    answers.map((answer) => Object.entries(answer).map(([action, { status }]) => `${action} ${status}`)[0]),
    ['delete 400', 'update 400', 'create 400', 'create 201'],
  );
});

test('a line that is there already is a conflict to create, and nothing to index', (t) => {
  const items = parseBulk('{"create":{"_id":"a@1"}}\n{}\n{"index":{"_id":"a@1"}}\n{}', nowMs);
  const { items: answers } = renderBulkAnswer(items, [false, false]);
  t.deepEqual([answers[0]?.create?.status, answers[1]?.index?.status], [409, 200]);
});

const account = { username: 'lab', password: 'p:w' };

async function serve(t: ExecutionContext, leaveFreeBytes = 0) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-logs-'));
  const keep = { days: 9, bytes: 1e9 };
  const store = await LogStore.open({ folder, archiveFolder: join(folder, 'archive'), keep, leaveFreeBytes });
  const server = createLogServer(store, account).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true });
  });
  const at = { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
  return { at, account, url: `http://127.0.0.1:${at.port}` };
}

const line = (place: number) => ({
  id: `web.0@${place}`,
  line: { '@timestamp': now, host: 'web', message: `line number ${place}` },
});

test('lines that are sent, also twice, are found once', async (t) => {
  const source = await serve(t);
  const target = { ...account, url: source.url, index: 'lab' };
  const { signal } = new AbortController();
  t.deepEqual(await sendLines([line(1), line(2)], target, signal), []);
  t.deepEqual(await sendLines([line(2), line(3)], target, signal), []);
  const { lines } = await askForLines(source, { text: 'number' });
  t.deepEqual(
    lines.map(({ message }) => message),
    ['line number 1', 'line number 2', 'line number 3'],
  );
});

test('without the password nothing is given or taken, and a question out of bounds is refused', async (t) => {
  const source = await serve(t);
  const stranger = { ...source, account: { ...account, password: '' } };
  await t.throwsAsync(askForLines(stranger, {}), { message: /a name and a password/ });
  await t.throwsAsync(
    sendLines([line(1)], { ...stranger.account, url: source.url, index: 'lab' }, AbortSignal.timeout(9_000)),
    {
      message: /answers 401/,
    },
  );
  await t.throwsAsync(ask(source, 'lines', { limit: 1e9 }), { message: /limit/ });
  await t.throwsAsync(ask(source, 'histogram', {}), { message: /fromMs/ });
});

test('a store whose disk is full has its sender try again', async (t) => {
  const source = await serve(t, Number.MAX_SAFE_INTEGER);
  const target = { ...account, url: source.url, index: 'lab' };
  await t.throwsAsync(sendLines([line(1)], target, AbortSignal.timeout(9_000)), { message: /answers 503.*no room/ });
});

test("lines go to the lab's own store, or where LOG_STORE says", async (t) => {
  const choose = async (environment: Record<string, string>) =>
    chooseTarget((await viewProcesses({ profiles: ['monitor'], environment })).view);
  t.like(await choose({}), { url: 'http://127.0.0.1:9420', index: 'mysql-group-lab' });
  t.deepEqual(await choose({ LOG_STORE: 'https://me:a%3Ab@logs.example:9200/x/', LOG_INDEX: 'i' }), {
    url: 'https://logs.example:9200/x',
    username: 'me',
    password: 'a:b',
    index: 'i',
  });
  const error = await t.throwsAsync(choose({ LOG_STORE: 'ftp://me:secret@logs.example' }));
  t.notRegex(error?.message ?? '', /secret/);
});
