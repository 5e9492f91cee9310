import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { openEvidenceArchive } from '../../../../scripts/dispatch/take-evidence.ts';

const runDir = 'results/member-killed/2026-11-28T200000000Z-hardened';

async function makeFolder(t: ExecutionContext) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-evidence-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function put(folder: string, name: string, text: string) {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
}

/** Has an archive of this folder taken apart into another one; gives what was no evidence. */
async function take(from: string, into: string) {
  const { stdout } = await execa('tar', ['-C', from, '-czf', '-', '.'], { encoding: 'buffer' });
  const archive = await openEvidenceArchive();
  archive.add(Buffer.from(stdout));
  return await archive.finish(into);
}

async function listFiles(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

test('the evidence of a run arrives in the project', async (t) => {
  const [from, into] = [await makeFolder(t), await makeFolder(t)];
  await put(from, `${runDir}/verdict.json`, '{}');
  await put(from, `${runDir}/logs/mysql-1.log`, 'line\n');
  await put(from, `${runDir}/record/2026-11-28T200001.564Z.jsonl`, '{}\n');
  await put(from, 'results/matrix/2026-11-28T200000000Z/matrix.html', '<p>');
  t.deepEqual(await take(from, into), []);
  t.deepEqual(await listFiles(into), [
    'results/matrix/2026-11-28T200000000Z/matrix.html',
    `${runDir}/logs/mysql-1.log`,
    `${runDir}/record/2026-11-28T200001.564Z.jsonl`,
    `${runDir}/verdict.json`,
  ]);
});

test('a machine that sends program text, links or unknown names changes nothing in the project', async (t) => {
  const [from, into] = [await makeFolder(t), await makeFolder(t)];
  await put(into, 'api/server.ts', 'ours');
  await put(from, 'api/server.ts', 'theirs');
  await put(from, `${runDir}/logs/.bashrc`, 'theirs');
  await put(from, `${runDir}/post-checkout.sh`, 'theirs');
  await put(from, `${runDir}/run.json`, '{}');
  await symlink('/etc/hostname', join(from, runDir, 'verdict.json'));
  t.deepEqual((await take(from, into)).sort(), [
    'api/server.ts',
    `${runDir}/logs/.bashrc`,
    `${runDir}/post-checkout.sh`,
    `${runDir}/verdict.json`,
  ]);
  t.deepEqual(await listFiles(into), ['api/server.ts', `${runDir}/run.json`]);
  t.is(await readFile(join(into, 'api/server.ts'), 'utf8'), 'ours');
});
