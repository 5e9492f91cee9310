import test from 'ava';
import { type CommandDef, runCommand } from 'citty';
import { rollback, seed } from '../../../../../scripts/cli/commands/tables.ts';
import { UserError } from '../../../../../scripts/messages/user-error.ts';

const refused = test.macro<[CommandDef, string[], RegExp]>({
  async exec(t, command, rawArgs, message) {
    await t.throwsAsync(runCommand(command, { rawArgs }), { instanceOf: UserError, message });
  },
  title: (_, _command, rawArgs) => `"${rawArgs.join(' ')}" is refused before anything is opened`,
});

for (const count of ['1e99', '0', '-1', '1.5', '1000001']) {
  test(refused, seed as CommandDef, [`--articles=${count}`], /--articles takes a whole number, 1 to 1000000/);
}
test(refused, rollback as CommandDef, ['--step=1e99', '--yes'], /--step takes a whole number, 1 to 1000/);
