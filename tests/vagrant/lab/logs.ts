import test from 'ava';
import type { LogLine } from '../../../roles/log-store/log-line.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';
import { lab, members, onMachine } from '../support/vagrant-lab.ts';

// The logs of all machines in one place, whatever happens to that.

const search = async (...words: string[]) => {
  const { stdout } = await lab('logs', '--json', '--lines', '10000', '--search', ...words);
  return stdout.split('\n').flatMap((row) => (row === '' ? [] : [JSON.parse(row) as LogLine]));
};

test.serial(
  'the lines of every machine are found in one place, each once, also those of a store that froze and died',
  async (t) => {
    const added = await lab('add', 'monitor');
    t.is(added.exitCode, 0, added.stdout.slice(-2_000) + added.stderr);
    for (const name of [...members, 'haproxy', 'web', 'prometheus', 'log-store'])
      await waitFor(async () => (await search('', '--host', name)).length > 0, {
        what: `a line of ${name}`,
        timeoutMs: 60_000,
      });

    const word = `w${Date.now()}`;
    // Of what is no service of the lab only warnings are kept.
    const print = `for n in $(seq 3000); do echo ${word} $n; sleep 0.002; done`;
    const printing = onMachine('mysql-2', `sudo systemd-cat -p warning sh -c '${print}'`);
    t.is((await lab('pause', 'log-store')).exitCode, 0);
    t.is((await lab('resume', 'log-store')).exitCode, 0);
    t.is((await lab('kill', 'log-store')).exitCode, 0);
    t.is((await lab('kill', 'log-shipper')).exitCode, 0);
    t.is((await lab('start', 'log-store')).exitCode, 0);
    t.is((await lab('start', 'log-shipper')).exitCode, 0);
    t.is((await printing).exitCode, 0);
    await waitFor(async () => (await search(`"${word} 3000"`)).length > 0, {
      what: 'the last line',
      timeoutMs: 120_000,
    });
    const numbers = (await search(word)).map(({ message }) => Number(message.split(' ')[1])).toSorted((a, b) => a - b);
    t.deepEqual(
      numbers,
      Array.from({ length: 3_000 }, (_, index) => index + 1),
    );

    const removed = await lab('remove', 'monitor');
    t.is(removed.exitCode, 0, removed.stdout.slice(-2_000) + removed.stderr);
  },
);
