import { cp, mkdir, mkdtemp, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { projectDir } from '../../../../scripts/settings/config.ts';
import { waitFor } from '../../../../scripts/waiting/wait.ts';

/** A project of one program beside the files that compile and run it. */
async function makeProject(t: ExecutionContext, text = "console.log('first');") {
  const dir = await mkdtemp(join(tmpdir(), 'lab-program-'));
  t.teardown(() => rm(dir, { recursive: true, force: true }));
  await cp(join(projectDir, 'scripts/start'), join(dir, 'scripts/start'), { recursive: true });
  await cp(join(projectDir, 'package.json'), join(dir, 'package.json'));
  await mkdir(join(dir, 'node_modules/.cache'), { recursive: true });
  for (const name of ['esbuild', '@esbuild', 'tsx', 'get-tsconfig', 'resolve-pkg-maps'])
    await symlink(join(projectDir, 'node_modules', name), join(dir, 'node_modules', name)).catch(() => undefined);
  const write = (source: string) => writeFile(join(dir, 'program.ts'), source);
  const run = (env: Record<string, string> = {}) =>
    execa(process.execPath, ['scripts/start/run.mjs', 'program.ts'], { cwd: dir, env, reject: false });
  await write(text);
  return { dir, write, run, folder: join(dir, 'node_modules/.cache/lab/program') };
}

test('a changed source is compiled again', async (t) => {
  const { run, write } = await makeProject(t);
  t.is((await run()).stdout, 'first');
  await write("console.log('second, longer');");
  t.is((await run()).stdout, 'second, longer');
});

test('a changed source of the same length and time is compiled again', async (t) => {
  const { dir, run, write } = await makeProject(t);
  const { atime, mtime } = await stat(join(dir, 'program.ts'));
  await run();
  await write("console.log('other');");
  await utimes(join(dir, 'program.ts'), atime, mtime);
  t.is((await run()).stdout, 'other');
});

test('an unchanged source is compiled once, whatever comes and goes in the project', async (t) => {
  const { dir, run, folder } = await makeProject(t);
  await run();
  const before = await stat(join(folder, 'record.json'));
  await mkdir(join(dir, 'results'));
  t.is((await run()).stdout, 'first');
  t.is((await stat(join(folder, 'record.json'))).mtimeMs, before.mtimeMs);
});

test('several first starts at once all run the program', async (t) => {
  const { run } = await makeProject(t);
  const outputs = await Promise.all([run(), run(), run()]);
  t.deepEqual(
    outputs.map(({ stdout }) => stdout),
    ['first', 'first', 'first'],
  );
});

test('a file that is gone before it is looked at, as another compiler’s is once it has its name, stops no start', async (t) => {
  const { run, folder } = await makeProject(t);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await symlink(join(folder, 'gone'), join(folder, 'record.json.1'));
  t.is((await run()).stdout, 'first');
});

test('a program is not run from a folder that other users can write', async (t) => {
  const { run, folder } = await makeProject(t);
  await mkdir(folder, { recursive: true, mode: 0o777 });
  await execa('chmod', ['777', folder]);
  const { exitCode, stdout, stderr } = await run();
  t.is(exitCode, 1);
  t.is(stdout, '');
  t.regex(stderr, /can be written by other users.*\n {2}Next: rm -r/);
});

test('no code is read from the shared temporary folder', async (t) => {
  const { dir, run } = await makeProject(t);
  const shared = join(dir, 'shared');
  await mkdir(shared);
  const env = { TMPDIR: shared, TSX_DISABLE_CACHE: '' };
  const tsx = () => execa(process.execPath, ['--import=tsx', 'program.ts'], { cwd: dir, env });
  // What another user of the machine could do: the loader's folder has a name that is known beforehand.
  const script = 'for file in "$0"/tsx-*/*; do [ ! -e "$file" ] || sed -i s/first/planted/g "$file"; done';
  const plant = async () => {
    await tsx();
    await execa('sh', ['-c', script, shared]);
    return (await tsx()).stdout === 'planted';
  };
  // The loader writes beside its work, and where the processor is busy it may end before it has.
  await waitFor(plant, { what: 'a planted program to run', timeoutMs: 60_000 });
  t.is((await run(env)).stdout, 'first');
});

test('a program is told of its own place, not of the compiled one', async (t) => {
  // Said in two words: the compiled form of this test is told of its own place, too.
  const meta = 'import.meta';
  const { dir, run } = await makeProject(t, `console.log(${meta}.dirname, ${meta}.url);`);
  t.is((await run()).stdout, `${dir} file://${dir}/program.ts`);
});
