import test from 'ava';
import { createCopies, type Reader } from '../../../../api/cache/copies.ts';
import type { Link } from '../../../../api/cache/follow-valkey.ts';
import { type Mark, type Position, toTuple } from '../../../../api/database/causality/position.ts';

const mark = (number: number, member = 'a'): Mark => ({ member, source: 'g', number, sentAtMs: 1, heardAtMs: 2 });
const reader: Reader = { after: [], foreign: [] };

/** A process with copies; `told` is what Valkey would say, `sent` what it was sent, `positions` what was read. */
function createProcess({ written = [], told = [] }: { written?: Position; told?: string[] } = {}) {
  const copies = createCopies({ written: () => written });
  const sent: string[][] = [];
  const positions: Position[] = [];
  const link: Link = {
    async send(command) {
      sent.push(command);
      return command[0] === 'HVALS' ? told : 'OK';
    },
  };
  let reads = 0;
  const ask = (who = reader) =>
    copies.read(
      {
        name: 'article x',
        topics: ['article:x'],
        async read(position) {
          positions.push(position);
          reads += 1;
          return reads;
        },
      },
      who,
    );
  return { copies, link, sent, positions, ask };
}

test('without a connection to Valkey every request reads for itself', async (t) => {
  const { ask, copies } = createProcess();
  t.deepEqual([await ask(), await ask()], [1, 2]);
  t.like(copies.counters, { bypassed: 2, hit: 0, miss: 0 });
});

test('with one, a read is kept and shared until this process or another writes', async (t) => {
  const { ask, copies, link } = createProcess();
  copies.connect(link);
  t.deepEqual(await Promise.all([ask(), ask()]), [1, 1]);
  t.is(await ask(), 1);
  copies.touch(['article:x']);
  t.is(await ask(), 2);
  copies.hear('written:article:x');
  t.is(await ask(), 3);
  copies.hear('written:article:y');
  t.is(await ask(), 3);
  copies.hear(null);
  t.is(await ask(), 4);
});

test('a read waits for what this process has written, what the reader must see, and what others have told', async (t) => {
  const told = [JSON.stringify([toTuple(mark(9, 'c'))])];
  const { ask, copies, link, positions } = createProcess({ written: [mark(3, 'a')], told });
  copies.connect(link);
  await ask({ after: [mark(5, 'b')], foreign: [mark(5, 'b')] });
  t.deepEqual(positions[0], [mark(5, 'b'), mark(3, 'a'), mark(9, 'c')]);
});

test('who comes with writes of another process gets no copy from before them', async (t) => {
  const { ask, copies, link } = createProcess();
  copies.connect(link);
  await ask();
  t.is(await ask({ after: [mark(5)], foreign: [mark(5)] }), 2);
  t.is(await ask({ after: [mark(5)], foreign: [mark(5)] }), 2, 'the new copy has waited for them');
  t.is(await ask(), 2);
});

test('a write is told at once with all marks of the process, in a field of its own that does not last', (t) => {
  const { copies, link, sent } = createProcess({ written: [mark(3)] });
  copies.connect(link);
  copies.touch(['article:x', 'lists']);
  copies.touch([]);
  t.is(sent.length, 1);
  const [name, script, keys, ...words] = sent[0] ?? [];
  t.deepEqual([name, keys], ['EVAL', '2']);
  t.regex(script ?? '', /HSET[\s\S]*PEXPIRE/);
  t.deepEqual(words.slice(0, 2), ['written:article:x', 'written:lists']);
  t.is(words[3], JSON.stringify([toTuple(mark(3))]));
});

test('a lost connection takes all copies with it, and nothing is kept until another one is there', async (t) => {
  const { ask, copies, link } = createProcess();
  copies.connect(link);
  await ask();
  copies.disconnect();
  t.deepEqual([await ask(), await ask()], [2, 3]);
  copies.connect(link);
  t.is(await ask(), 4);
  t.is(await ask(), 4);
  t.is(copies.counters.flushed, 1);
});

test('a Valkey that fails is done without, and a write beside it fails nothing', async (t) => {
  const { ask, copies } = createProcess();
  copies.connect({ send: () => Promise.reject(new Error('frozen')) });
  copies.touch(['article:x']);
  t.deepEqual([await ask(), await ask()], [1, 2]);
});

test('a read that failed for the first is tried again for those who waited for it', async (t) => {
  const { copies, link } = createProcess();
  copies.connect(link);
  let tries = 0;
  const read = async () => {
    tries += 1;
    if (tries === 1) throw new Error('that member died');
    return 'text';
  };
  const ask = () => copies.read({ name: 'x', topics: ['users'], read }, reader);
  await copies.read({ name: 'y', topics: ['users'], read: async () => 1 }, reader);
  const [first, second] = await Promise.allSettled([ask(), ask()]);
  t.is(first?.status, 'rejected');
  t.deepEqual(second, { status: 'fulfilled', value: 'text' });
});
