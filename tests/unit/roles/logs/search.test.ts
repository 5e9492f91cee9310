import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { LogLine } from '../../../../roles/log-store/log-line.ts';
import { createLineFilter, parseTerms } from '../../../../roles/log-store/store/line-filter.ts';
import { LogStore } from '../../../../roles/log-store/store/log-store.ts';
import { countOverTime, findAfter, findNewest } from '../../../../roles/log-store/store/search.ts';
import { addWords, filterBytes, hashWords, mayHave } from '../../../../roles/log-store/store/words.ts';

const atMs = Date.UTC(2026, 10, 29, 12);

const early = new Date(atMs - 3_600_000).toISOString();

const line = (message: string, more: Partial<LogLine> = {}): LogLine => ({
  '@timestamp': new Date(atMs).toISOString(),
  host: 'mysql-1',
  message,
  ...more,
});

test('a word is a run of letters and digits, whatever its capitals and what stands around it', (t) => {
  t.deepEqual(hashWords('Deadlock_found: (1213)'), hashWords('deadlock found 1213'));
  t.deepEqual(hashWords('“deadlock”, ошибка'), hashWords('deadlock'));
  const words = new Uint8Array(filterBytes);
  addWords(words, 'lock wait timeout');
  t.true(mayHave(words, hashWords('WAIT lock')));
  t.false(mayHave(words, hashWords('deadlock')));
});

const matches = test.macro((t, text: string, expected: string[]) => {
  const messages = [
    'Deadlock found when trying to get lock',
    'two deadlocks',
    '{"msg":"a \\"deadlock\\"","path":"/api"}',
    'tab\tdeadlock\u001b[0m',
    'lock wait',
    'ОШИБКА “deadlock” größer',
  ];
  const filter = createLineFilter({ text });
  const found = messages.filter((message) => filter.matches(JSON.stringify(line(message))));
  t.deepEqual(
    found.map((message) => String(messages.indexOf(message))),
    expected,
  );
});

test('a word is found where it stands alone', matches, 'deadlock', ['0', '2', '3', '5']);
test('capitals are the same as small letters in any alphabet', matches, 'ошибка', ['5']);
test('a word does not end at a letter with a mark', matches, 'gr', []);
test('all words must be there', matches, 'lock deadlock', ['0']);
test('a word may go on after a star', matches, 'deadl*', ['0', '1', '2', '3', '5']);
test('words in quotes stand as they are', matches, '"to get lock"', ['0']);
test('a word after a minus must not be there', matches, 'deadlock -found', ['2', '3', '5']);
test('signs are taken as they are', matches, '/api', ['2']);
test('no text is every line', matches, '', ['0', '1', '2', '3', '4', '5']);
test('names of fields are no text', matches, 'message', []);

test('terms are read from a search text', (t) => {
  t.deepEqual(
    parseTerms('a "b c" -d* "').map(({ text, isRefused, isBeginning }) => [text, isRefused, isBeginning]),
    [
      ['a', false, false],
      ['b c', false, false],
      ['d', true, true],
    ],
  );
});

test('host, level and time are conditions, too', (t) => {
  const stored = JSON.stringify(line('x', { level: 'error' }));
  for (const question of [{ host: 'mysql-1' }, { level: 'error' }, { sinceMs: atMs }, { untilMs: atMs }])
    t.true(createLineFilter(question).matches(stored), JSON.stringify(question));
  for (const question of [{ host: 'mysql' }, { level: 'info' }, { sinceMs: atMs + 1 }, { untilMs: atMs - 1 }])
    t.false(createLineFilter(question).matches(stored), JSON.stringify(question));
});

const options = { limit: 10, untilMs: Number.POSITIVE_INFINITY };

async function openFilled(t: { teardown(end: () => Promise<void>): void }) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-logs-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const place = { folder, archiveFolder: join(folder, 'archive'), keep: { days: 9, bytes: 1e9 }, leaveFreeBytes: 0 };
  const store = await LogStore.open({ ...place, now: () => atMs });
  // More than two blocks.
  for (let batch = 0; batch < 6; batch += 1) {
    const lines = Array.from({ length: 700 }, (_, index) => {
      const number = batch * 700 + index;
      const time = new Date(atMs + number).toISOString();
      return { line: line(`number${number} ${'and much more '.repeat(10)}`, { '@timestamp': time }) };
    });
    await store.append(lines);
  }
  return { store, place };
}

test('a word is found in whatever block it stands, also after the store was opened anew', async (t) => {
  const { store, place } = await openFilled(t);
  t.true((store.segments[0]?.blocks.length ?? 0) > 1);
  const again = await LogStore.open({ ...place, now: () => atMs });
  for (const { segments } of [store, again]) {
    for (const number of [0, 1500, 2800, 4199]) {
      const { lines, hasMore } = await findNewest(segments, { text: `number${number}` }, options);
      t.is(lines.length, 1, `number${number}`);
      t.false(hasMore);
    }
    t.is((await findNewest(segments, { text: 'number4200' }, options)).lines.length, 0);
  }
});

test('a word is found in any alphabet, whatever its capitals and what quotes it', async (t) => {
  const { store } = await openFilled(t);
  await store.append([{ line: line('ОШИБКА: “deadlock”') }, { line: line('and much more '.repeat(20_000)) }]);
  t.true((store.segments[0]?.openBlock.block.lines ?? 0) === 0);
  for (const text of ['ошибка', 'deadlock', '"ошибка: “deadlock”"'])
    t.is((await findNewest(store.segments, { text }, options)).lines.length, 1, text);
});

test('the newest lines are given in the order of their time, and it is said that there are more', async (t) => {
  const { store } = await openFilled(t);
  const { lines, hasMore } = await findNewest(store.segments, { text: 'much' }, options);
  t.true(hasMore);
  t.deepEqual(
    lines.map(({ message }) => message.split(' ')[0]),
    Array.from({ length: 10 }, (_, index) => `number${4190 + index}`),
  );
});

test('the newest lines are those that were written last, not those that came last', async (t) => {
  const { store } = await openFilled(t);
  // As from a host whose lines had to wait.
  const late = Array.from({ length: 700 }, () => line('late and much more '.repeat(20), { '@timestamp': early }));
  for (let batch = 0; batch < 3; batch += 1) await store.append(late.map((each) => ({ line: each })));
  const { lines, hasMore } = await findNewest(store.segments, { text: 'much' }, options);
  t.true(hasMore);
  t.deepEqual(
    lines.map(({ message }) => message.split(' ')[0]),
    Array.from({ length: 10 }, (_, index) => `number${4190 + index}`),
  );
  const all = await findNewest(store.segments, {}, { ...options, limit: 10_000 });
  t.is(all.lines.length, 4_200 + 2_100);
  t.false(all.hasMore);
});

test('a line is given that is longer than what is read at once', async (t) => {
  const { store } = await openFilled(t);
  const { cursor } = await findNewest(store.segments, { text: 'nothing' }, options);
  await store.append([{ line: line('y'.repeat(2_500_000)) }, { line: line('the next one') }]);
  const first = await findAfter(store.segments, { cursor }, { ...options, limit: 1 });
  t.is(first.lines[0]?.message.length, 2_500_000);
  const rest = first.hasMore ? await findAfter(store.segments, { cursor: first.cursor }, options) : undefined;
  t.is([...first.lines, ...(rest?.lines ?? [])].at(-1)?.message, 'the next one');
});

test('what comes after a cursor is given once', async (t) => {
  const { store } = await openFilled(t);
  const { cursor } = await findNewest(store.segments, { text: 'nothing' }, options);
  t.deepEqual((await findAfter(store.segments, { cursor }, options)).lines, []);
  await store.append([{ line: line('one of those') }, { line: line('other') }]);
  const news = await findAfter(store.segments, { cursor, text: 'those' }, options);
  t.deepEqual(
    news.lines.map(({ message }) => message),
    ['one of those'],
  );
  t.deepEqual((await findAfter(store.segments, { cursor: news.cursor }, options)).lines, []);
});

test('lines are counted over time by their level', async (t) => {
  const { store } = await openFilled(t);
  await store.append([{ line: line('bad', { level: 'error' }) }]);
  const asked = { fromMs: atMs, toMs: atMs + 6_000 };
  const { counts, stepMs, isWhole } = await countOverTime(store.segments, asked, Number.POSITIVE_INFINITY);
  t.is(stepMs, 100);
  t.true(isWhole);
  t.deepEqual(counts[0], { total: 101, error: 1, warning: 0 });
  t.deepEqual(counts[41], { total: 100, error: 0, warning: 0 });
  t.deepEqual(counts[42], { total: 0, error: 0, warning: 0 });
});
