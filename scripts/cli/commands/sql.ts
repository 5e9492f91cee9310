import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { defineCommand } from 'citty';
import { findMember, openLab } from '../../lab/open-lab.ts';

export const sql = defineCommand({
  args: {
    host: { type: 'positional', valueHint: 'MEMBER', description: 'The member, such as mysql-1', required: true },
    execute: { type: 'string', alias: 'e', valueHint: 'SQL', description: 'Run these statements and end' },
  },
  async run({ args }) {
    const lab = await openLab();
    const { command, environment } = await lab.target.sqlCommand(findMember(lab, args.host));
    const [program = '', ...rest] = command;
    const statements = args.execute === undefined ? [] : [`--execute=${args.execute}`, '--table'];
    const client = spawn(program, [...rest, ...statements], {
      stdio: 'inherit',
      env: { ...process.env, ...environment },
    });
    process.on('SIGINT', () => undefined);
    const [code] = await once(client, 'exit');
    process.exitCode = (code as number | null) ?? 1;
  },
});
