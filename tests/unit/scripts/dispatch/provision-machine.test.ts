import { readFile } from 'node:fs/promises';
import test from 'ava';
import { parseLab } from '../../../../roles/read-lab.ts';
import { clearMachine, provisionMachine } from '../../../../scripts/dispatch/provision-machine.ts';
import type { RemoteMachine } from '../../../../scripts/targets/ssh/remote-machine.ts';

// What is sent to a machine holds the lab's private key, and is run as root: no other user there may see or change it.

const uploads = '/tmp/mysql-group-lab.a1B2c3';

/** A machine that writes down what it is told; a command that has this word in it fails. */
function createMachine(failing?: string) {
  const commands: string[][] = [];
  const machine: RemoteMachine = {
    name: 'web',
    async run(command, { stdin } = {}) {
      commands.push(command);
      if (stdin !== undefined && typeof stdin !== 'string') for await (const _ of stdin);
      const code = failing !== undefined && command.some((word) => word.includes(failing)) ? 1 : 0;
      return { code, stdout: command[0] === 'mktemp' ? `${uploads}\n` : '', stderr: '' };
    },
    close: () => undefined,
  };
  return { machine, commands };
}

async function provision(machine: RemoteMachine) {
  const { hosts, roles } = await parseLab(await readFile('lab.json', 'utf8'), []);
  const web = hosts.find(({ role }) => role === 'web');
  if (!web) throw new Error('lab.json has no web host');
  const options = {
    roles,
    hosts,
    environment: {},
    isTools: () => true,
    privateKey: 'a key',
    labFile: 'lab.json',
    isLimited: false,
    progress: () => undefined,
  };
  await provisionMachine(web, machine, options);
}

test('all that a machine is sent goes into a folder of its own user, which is removed', async (t) => {
  const { machine, commands } = createMachine();
  await provision(machine);
  t.deepEqual(commands[0]?.slice(0, 2), ['mktemp', '-d']);
  t.regex(commands[0]?.[2] ?? '', /X{6}$/);
  const places = commands
    .slice(1)
    .flatMap((words) => words.join(' ').match(/(?<![\w.-])\/(?:tmp|var\/tmp)\/[^\s=]*/g) ?? []);
  t.true(places.length > 5);
  t.deepEqual(
    places.filter((place) => place !== uploads && !place.startsWith(`${uploads}/`)),
    [],
  );
  t.true(commands.some((words) => words.join(' ') === `install -m 600 /dev/stdin ${uploads}/LAB_PRIVATE_KEY_FILE`));
  t.deepEqual(commands.at(-1), ['rm', '-rf', uploads]);
});

test('that folder is removed, too, where setting up or clearing the machine fails', async (t) => {
  for (const [work, failing] of [
    [provision, 'set-up.sh'],
    [provision, 'LAB_PRIVATE_KEY_FILE'],
    [(machine: RemoteMachine) => clearMachine(machine, () => undefined), 'undo.sh'],
  ] as const) {
    const { machine, commands } = createMachine(failing);
    await t.throwsAsync(work(machine));
    t.deepEqual(commands.at(-1), ['rm', '-rf', uploads], failing);
  }
});
