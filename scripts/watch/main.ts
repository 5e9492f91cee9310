import { setTimeout as sleep } from 'node:timers/promises';
import { serveLab } from '../../page/server/lab-server.ts';
import { describeLab, openLab } from '../lab/open-lab.ts';
import { recordDir } from '../record/segments.ts';
import { openRecord } from '../record/writer.ts';
import { startWatcher } from './watcher.ts';

// Runs beside a lab, as roles/watcher says: writes its record and serves its page.

const reopenMs = 2_000;

const lab = await openLab();
const dir = recordDir(lab.config.stateDir);
const onLoss = (problem: string) =>
  console.error(
    `${new Date().toISOString()} ${dir} takes no more lines: ${problem}. Free space there; it then goes on by itself.`,
  );
const writer = openRecord(dir, { head: describeLab(lab.target), onLoss });
const watcher = startWatcher(lab, { writer, isModest: true });
const end = new AbortController();
const place = lab.target.watcher;
if (place) serveLab(lab, { ...place, signal: end.signal });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());

// The hosts of a lab change with its profiles. The supervisor then starts this program again.
while (!end.signal.aborted && !(await haveHostsChanged())) {
  await sleep(reopenMs, undefined, { signal: end.signal }).catch(() => undefined);
}
// The page ends its load.
end.abort();
await watcher.stop();
process.exit();

async function haveHostsChanged() {
  const now = await openLab().catch(() => lab);
  return JSON.stringify(describeLab(now.target)) !== JSON.stringify(describeLab(lab.target));
}
