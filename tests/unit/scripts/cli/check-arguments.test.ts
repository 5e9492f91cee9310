import test from 'ava';
import type { ArgsDef } from 'citty';
import { checkArguments } from '../../../../scripts/cli/check-arguments.ts';
import { UserError } from '../../../../scripts/messages/user-error.ts';

const args: ArgsDef = {
  host: { type: 'positional' },
  follow: { type: 'boolean', alias: 'f' },
  migrate: { type: 'boolean', default: true },
  lines: { type: 'string', alias: 'n' },
};

const accepted = test.macro<[string[]]>({
  exec: (t, raw) => t.notThrows(() => checkArguments(args, raw)),
  title: (_, raw) => `"${raw.join(' ')}" is known`,
});
test(accepted, []);
test(accepted, ['mysql-1', '--follow']);
test(accepted, ['-f', 'mysql-1']);
test(accepted, ['--lines', '50', 'mysql-1']);
test(accepted, ['--lines=50', 'mysql-1']);
test(accepted, ['-n', '50']);
test(accepted, ['--no-migrate']);

const refused = test.macro<[string[], RegExp]>({
  exec: (t, raw, pattern) => {
    t.throws(() => checkArguments(args, raw), { instanceOf: UserError, message: pattern });
  },
  title: (_, raw) => `"${raw.join(' ')}" is refused`,
});
test(refused, ['--folow'], /"--folow"; nothing was done/);
test(refused, ['mysql-1', 'mysql-2'], /"mysql-2"/);
test(refused, ['--forse=1'], /"--forse=1"/);
test(refused, ['-x'], /"-x"/);
