import { stripVTControlCharacters } from 'node:util';
import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runCommand } from 'citty';
import { describeFailure } from '../messages/failure-text.ts';
import { UserError } from '../messages/user-error.ts';
import { checkArguments } from './check-arguments.ts';

const hostCommands = ['kill', 'stop', 'start', 'pause', 'resume', 'reload'] as const;
const faultCommands = ['partition', 'heal', 'slow', 'poweroff'] as const;

const lab = defineCommand({
  meta: {
    name: './lab',
    description: 'Rules a lab of three MySQL members, HAProxy and an API host',
  },
  subCommands: {
    up: () => import('./commands/up.ts').then(({ up }) => up),
    add: () => import('./commands/profiles.ts').then(({ add }) => add),
    remove: () => import('./commands/profiles.ts').then(({ remove }) => remove),
    down: () => import('./commands/down.ts').then(({ down }) => down),
    status: () => import('./commands/status.ts').then(({ status }) => status),
    ...Object.fromEntries(
      hostCommands.map((name) => [name, () => import('./commands/host.ts').then((all) => all[name])]),
    ),
    ...Object.fromEntries(
      faultCommands.map((name) => [name, () => import('./commands/faults.ts').then((all) => all[name])]),
    ),
    recover: () => import('./commands/recover.ts').then(({ recover }) => recover),
    reclone: () => import('./commands/reclone.ts').then(({ reclone }) => reclone),
    logs: () => import('./commands/logs.ts').then(({ logs }) => logs),
    sql: () => import('./commands/sql.ts').then(({ sql }) => sql),
    migrate: () => import('./commands/tables.ts').then(({ migrate }) => migrate),
    'migrate:rollback': () => import('./commands/tables.ts').then(({ rollback }) => rollback),
    'migrate:status': () => import('./commands/tables.ts').then(({ migrationStatus }) => migrationStatus),
    'db:seed': () => import('./commands/tables.ts').then(({ seed }) => seed),
    'key:generate': () => import('./commands/keys.ts').then(({ appKey }) => appKey),
    'jwt:generate': () => import('./commands/keys.ts').then(({ jwtSecret }) => jwtSecret),
    chaos: () => import('./commands/chaos.ts').then(({ chaos }) => chaos),
    destroy: () => import('./commands/destroy.ts').then(({ destroy }) => destroy),
  },
});

type AnyCommand = CommandDef<ArgsDef>;

async function findCommand(name: string | undefined) {
  const commands = lab.subCommands as Record<string, () => Promise<AnyCommand>>;
  return name !== undefined && Object.hasOwn(commands, name) ? await commands[name]?.() : undefined;
}

async function main(words: string[]) {
  const { target, rest } = takeTarget(words);
  if (target === 'vagrant') return await commandVagrant(rest);
  if (target === 'ssh') return await commandForeign(rest);
  const [name, ...args] = rest;
  const command = await findCommand(name);
  if (!command) return await showCommands(name);
  if (args.includes('--help') || args.includes('-h')) return printUsage(await renderUsage(command, lab as AnyCommand));
  checkArguments((command.args ?? {}) as ArgsDef, args);
  await runCommand(command, { rawArgs: args });
}

// `--target vagrant`, anywhere on the line, speaks of the machines that Vagrant runs, `--target ssh` of any others.
function takeTarget(words: string[]) {
  const at = words.findIndex((word) => word === '--target' || word.startsWith('--target='));
  if (at === -1) return { target: 'local', rest: words };
  const [, inline] = words[at]?.split('=') ?? [];
  const target = inline ?? words[at + 1] ?? '';
  if (!['local', 'vagrant', 'ssh'].includes(target))
    throw new UserError(`There is no target "${target}"`, { next: 'name one of: local, vagrant, ssh' });
  return { target, rest: words.toSpliced(at, inline === undefined ? 2 : 1) };
}

async function commandVagrant(words: string[]) {
  const { commandVagrantLab } = await import('../dispatch/vagrant-machines.ts');
  process.exitCode = await commandVagrantLab(words);
}

async function commandForeign(words: string[]) {
  const { commandForeignLab } = await import('../dispatch/ssh-machines.ts');
  process.exitCode = await commandForeignLab(words);
}

function printUsage(text: string) {
  console.log(process.stdout.isTTY && process.stdout.hasColors() ? text : stripVTControlCharacters(text));
}

async function showCommands(name: string | undefined) {
  printUsage(await renderUsage(lab as AnyCommand));
  if (name === undefined || name === '--help' || name === '-h') return;
  console.error(`There is no command "${name}"; the commands are listed above.`);
  process.exitCode = 1;
}

let finished = false;

// Whoever reads the output may stop early, as `head` does: the work is done all the same.
process.stdout.on('error', () => undefined);

// Work that waits for something that can no longer come would end the process as if all were well.
process.on('exit', (code) => {
  if (finished || code !== 0) return;
  console.error(
    'The command ended before its work was done: a bug of the lab. Repeat it, and report it with its output.',
  );
  process.exitCode = 1;
});

main(process.argv.slice(2))
  .catch((error: unknown) => {
    console.error(describeFailure(error));
    process.exitCode = 1;
  })
  .finally(() => {
    finished = true;
  });
