import test from 'ava';
import { suggest } from '../../../../scripts/cli/suggest.ts';

const suggests = test.macro<[string, string[]]>({
  exec: async (t, line, expected) => t.deepEqual(await suggest(line.split(' ')), expected),
  title: (_, line) => `"./lab ${line}" can be completed`,
});
test(suggests, 'ki', ['kill']);
test(suggests, 'kill mysql-', ['mysql-1', 'mysql-2', 'mysql-3']);
test(suggests, 'kill mysql-2 ', []);
test(suggests, 'sql h', []);
test(suggests, 'sql ', ['mysql-1', 'mysql-2', 'mysql-3']);
test(suggests, 'logs --f', ['--follow']);
test(suggests, 'logs --follow --f', []);
test(suggests, 'logs --lines 5 we', ['web']);
test(suggests, '--target v', ['vagrant']);
test(suggests, '--target vagrant mig', ['migrate', 'migrate:rollback', 'migrate:status']);
test(suggests, 'completion ', ['bash', 'zsh']);
test(suggests, 'partition mysql-1 --from hap', ['haproxy']);
test(suggests, 'nothing-known x', []);
