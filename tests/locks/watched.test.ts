import test from 'ava';
import type { RecordLine, SampleLine } from '../../scripts/record/lines.ts';
import { readRecord } from '../../scripts/record/reader.ts';
import { recordDir } from '../../scripts/record/segments.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from '../cluster/support/command.ts';
import { addLocks } from './support/profile.ts';

const isSample = (line: RecordLine): line is SampleLine => line.type === 'sample';

/** Waits for a sample from now on that has, or has not, the nodes of etcd. */
async function waitForSample(dir: string, hasNodes: boolean) {
  const sinceMs = Date.now();
  const find = () =>
    [...readRecord(dir, { sinceMs })].find((line) => isSample(line) && 'etcd-1' in line.hosts === hasNodes);
  const what = `a sample ${hasNodes ? 'with' : 'without'} etcd`;
  return await waitFor(find, { what, timeoutMs: 30_000, intervalMs: 200 });
}

test.after.always(async () => {
  await runLab(['remove', 'locks']);
});

test('the watcher of a running lab goes with its profiles: it records their hosts, and forgets them', async (t) => {
  t.timeout(300_000);
  const { config, target, record } = (await addLocks(t)).lab;
  const dir = recordDir(config.stateDir);
  await target.watcher?.start();
  t.truthy(await waitForSample(dir, true));
  t.is((await runLab(['remove', 'locks'])).exitCode, 0);
  t.truthy(await waitForSample(dir, false));
  await addLocks(t);
  t.truthy(await waitForSample(dir, true));
  // Not by its state before: one that has just noticed a change of profiles is being started again.
  if (record.watched === false) await target.watcher?.stop();
});
