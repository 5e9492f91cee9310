import type { RemoteCommand } from '../dispatch/remote-command.ts';
import { describeFailure } from '../messages/failure-text.ts';
import { type CommandLine, listArguments, parseCommandLine, splitWords, wantsHelp } from './command-line.ts';
import { commands } from './commands.ts';
import { renderCommand, renderCommands } from './help.ts';
import { loadCommand } from './load-command.ts';

async function main(words: string[]) {
  if (words[0] === 'complete') return await printSuggestions(words.slice(1));
  if (words[0] === 'help') return await main([...words.slice(1), '--help']);
  const split = splitWords(words);
  const { target, name } = split;
  if (name === undefined || name.startsWith('-h') || name === '--help') return console.log(renderCommands());
  if (wantsHelp(split))
    return console.log(renderCommand(name, listArguments(await loadCommand(name), { target, name })));
  await perform(await parseCommandLine(split));
}

async function perform({ target, name, command, args, rest }: CommandLine) {
  const run = async () => await command.run?.({ args, rawArgs: rest, cmd: command });
  if (target === 'local' && !commands[name]?.changesLab) return await run();
  if (target === 'local') return await recordRun([name, ...rest], run);
  const { dispatch } = await import('../dispatch/dispatch.ts');
  process.exitCode = await dispatch(target, { name, args: args as RemoteCommand['args'], words: [name, ...rest] });
}

// Loaded where it is needed: most commands change nothing.
async function recordRun(words: string[], run: () => Promise<unknown>) {
  const { recordCommand } = await import('./record-command.ts');
  await recordCommand(words, run);
}

async function printSuggestions(words: string[]) {
  const { suggest } = await import('./suggest.ts');
  console.log((await suggest(words)).join('\n'));
}

let finished = false;

// A reader such as `head` may close the pipe early: the work is done all the same.
process.stdout.on('error', () => undefined);

// A command that waits for something that can no longer come would end as if all were well.
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
