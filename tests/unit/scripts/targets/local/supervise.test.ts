import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { execa } from 'execa';
import { projectDir } from '../../../../../scripts/settings/config.ts';

const script = join(projectDir, 'scripts/targets/local/supervise.sh');
/** Says which of Linux's classes the program is scheduled in, and wants to be run no more. */
const tellClass = 'rm wanted; cut -d " " -f 41 /proc/self/stat';

const batch = '3';
const [own = ''] = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ').slice(38) ?? [];

for (const [title, settings, expected] of [
  ['one that can wait is scheduled as a batch program', { CAN_WAIT: 'yes' }, batch],
  ['any other is scheduled as its supervisor is', {}, own],
] as const) {
  test(title, async (t) => {
    const dir = await mkdtemp(join(tmpdir(), 'supervise-'));
    t.teardown(() => rm(dir, { recursive: true }));
    await writeFile(join(dir, 'wanted'), '');
    await execa('/bin/sh', [script, dir, '/bin/sh', '-c', tellClass], { cwd: dir, env: settings });
    t.is((await readFile(join(dir, 'host.log'), 'utf8')).trim(), expected);
  });
}
