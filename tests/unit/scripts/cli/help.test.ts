import test from 'ava';
import { commands } from '../../../../scripts/cli/commands.ts';
import { renderCommand, renderCommands } from '../../../../scripts/cli/help.ts';
import { loadCommand } from '../../../../scripts/cli/load-command.ts';

const findLong = (text: string) => text.split('\n').filter((line) => line.length > 80);

test('help lists every command under what it is for, in 80 columns', (t) => {
  const text = renderCommands();
  for (const name of Object.keys(commands)) t.true(text.includes(`\n  ${name} `), name);
  for (const title of ['Start and stop', 'Look', 'Break', 'Mend', 'Data']) t.true(text.includes(`\n${title}\n`), title);
  t.deepEqual(findLong(text), []);
});

for (const name of Object.keys(commands)) {
  test(`help for ${name} names all that it takes, in 80 columns`, async (t) => {
    const { args = {} } = await loadCommand(name);
    const text = renderCommand(name, args);
    for (const [key, { type }] of Object.entries(args))
      t.regex(text, type === 'positional' ? new RegExp(`\\b${key.toUpperCase()}\\b`) : new RegExp(`--(no-)?${key}\\b`));
    t.deepEqual(findLong(text), []);
  });
}
