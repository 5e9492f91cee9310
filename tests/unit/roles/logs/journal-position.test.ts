import test from 'ava';
import { parseEntries } from '../../../../roles/log-shipper/journal/export-format.ts';
import { goOn, type JournalPosition, listNew } from '../../../../roles/log-shipper/journal/journal-position.ts';

const goes = test.macro(
  (t, from: JournalPosition, boots: { over: string[]; live: string }, to: Partial<JournalPosition>) => {
    const { done, boot, cursor } = goOn(from, boots);
    t.deepEqual({ done, boot, cursor }, { done: [], boot: undefined, cursor: undefined, ...to });
  },
);

const live = { over: ['one', 'two'], live: 'now' };
test('a journal is read from its oldest boot', goes, { done: [] }, live, { boot: 'one' });
test('a boot that is over ends', goes, { done: [], boot: 'one', cursor: 'c' }, live, { done: ['one'], boot: 'two' });
test('then comes the live one', goes, { done: ['one'], boot: 'two' }, live, { done: ['one', 'two'], boot: 'now' });
test('the live boot has no end', goes, { done: ['one', 'two'], boot: 'now', cursor: 'c' }, live, {
  done: ['one', 'two'],
  boot: 'now',
  cursor: 'c',
});
test(
  'boots between two looks are read',
  goes,
  { done: [], boot: 'one' },
  { over: ['one', 'two'], live: 'now' },
  {
    done: ['one'],
    boot: 'two',
  },
);
test('a boot before the clock was set back is read, too', goes, { done: ['two'], boot: 'one' }, live, {
  done: ['two', 'one'],
  boot: 'now',
});
test(
  'what the journal has no more is forgotten',
  goes,
  { done: ['one'], boot: 'two' },
  { over: ['two'], live: 'now' },
  {
    done: ['two'],
    boot: 'now',
  },
);
test(
  'a machine that was made anew is read anew',
  goes,
  { done: ['one'], boot: 'two', cursor: 'c' },
  { over: [], live: 'x' },
  {
    boot: 'x',
  },
);

const cursorOf = (number: number, sequence = 'a') =>
  `s=${sequence.repeat(32)};i=${number.toString(16)};b=${'b'.repeat(32)};m=1;t=1;x=1`;
const entriesOf = (...cursors: string[]) =>
  parseEntries(Buffer.from(cursors.map((each) => `__CURSOR=${each}\n\n`).join('')));

const finds = test.macro((t, last: string | undefined, there: string[], fresh: string[], missed: number) => {
  const found = listNew(entriesOf(...there), { done: [], cursor: last });
  t.deepEqual(
    found.fresh.map((entry) => entry.get('__CURSOR')),
    fresh,
  );
  t.is(found.missed, missed);
});

const [ten, eleven, twenty] = [cursorOf(10), cursorOf(11), cursorOf(20)];
test('all is new at first', finds, undefined, [ten, eleven], [ten, eleven], 0);
test('the entry of the cursor is not', finds, ten, [ten, eleven], [eleven], 0);
test('nothing is new', finds, ten, [ten], [], 0);
test('an entry that was removed is not counted, those behind it are', finds, ten, [twenty], [twenty], 9);
test('where only the last one is gone nothing was missed', finds, ten, [eleven], [eleven], 0);
test('another sequence has other numbers', finds, ten, [cursorOf(20, 'c')], [cursorOf(20, 'c')], 0);
test('nothing is there', finds, ten, [], [], 0);
