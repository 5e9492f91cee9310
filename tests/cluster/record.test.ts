import test from 'ava';
import type { RecordLine, SampleLine } from '../../scripts/record/lines.ts';
import { readRecord } from '../../scripts/record/reader.ts';
import { recordDir } from '../../scripts/record/segments.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from './support/command.ts';
import { useLab } from './support/lab.ts';

const testLab = await useLab();
const { lab } = testLab;
const dir = recordDir(lab.config.stateDir);
const second = lab.target.endpoints.members[1]?.name ?? '';

test.before(async () => {
  await testLab.waitUntilWhole();
  await lab.target.watcher?.start();
});

test.after.always(async () => {
  await testLab.waitUntilWhole();
  await lab.target.watcher?.start();
});

/** Waits for a line of this kind that was recorded since a moment. */
function waitForLine<Line extends RecordLine>(what: string, sinceMs: number, is: (line: RecordLine) => line is Line) {
  const find = () => [...readRecord(dir, { sinceMs })].find(is);
  return waitFor(find, { what, timeoutMs: 60_000, intervalMs: 200 });
}

const isSample = (line: RecordLine): line is SampleLine => line.type === 'sample';
const isSampleWith =
  (fits: (sample: SampleLine) => boolean) =>
  (line: RecordLine): line is SampleLine =>
    isSample(line) && fits(line);

test.serial('a kill by the command line is recorded with its cause and what follows', async (t) => {
  t.timeout(180_000);
  const sinceMs = Date.now();
  const { exitCode, stderr } = await runLab(['kill', second]);
  t.is(exitCode, 0, stderr);
  const edges = [...readRecord(dir, { sinceMs })].flatMap((line) =>
    line.type === 'action' && line.action === 'kill' ? [`${line.by}: ${line.host} ${line.edge}`] : [],
  );
  t.deepEqual(edges, [`command line: ${second} begin`, `command line: ${second} done`]);
  await waitForLine(
    'a stopped host',
    sinceMs,
    isSampleWith(({ hosts }) => hosts[second] === 'stopped'),
  );
  const out = isSampleWith(({ proxy }) => proxy.answers && proxy.servers.mysql?.[second]?.routed === false);
  const { proxy } = await waitForLine('a member without clients', sinceMs, out);
  t.regex(proxy.answers ? (proxy.servers.mysql?.[second]?.check ?? '') : '', /Connection refused|connection problem/);
  const expelled = isSampleWith(({ members }) =>
    Object.values(members).some((member) => member.answers && !Object.hasOwn(member.view, second)),
  );
  await waitForLine('a view without the member', sinceMs, expelled);
  const isMark = (line: RecordLine): line is RecordLine => line.type === 'log' && line.mark === 'server down';
  t.like(await waitForLine("HAProxy's own word", sinceMs, isMark), { host: 'haproxy', timed: true });
});

test.serial('a watcher that was killed is started again, and the record says so', async (t) => {
  t.timeout(120_000);
  const sinceMs = Date.now();
  const begins = (line: RecordLine): line is RecordLine & { pid: number } =>
    line.type === 'watch' && line.edge === 'begin';
  const before = [...readRecord(dir)].findLast(begins);
  process.kill(before?.pid ?? 0, 'SIGKILL');
  const after = await waitForLine('another watcher', sinceMs, begins);
  t.not(after.pid, before?.pid);
  await waitForLine('a sample of it', after.atMs, isSample);
});

test.serial('events are printed for people and for programs', async (t) => {
  const people = await runLab(['events', '--since', '10m']);
  t.is(people.exitCode, 0, people.stderr);
  t.regex(people.stdout, new RegExp(`command line: kill ${second}: done`));
  const programs = await runLab(['events', '--since', '10m', '--json']);
  const lines = programs.stdout.split('\n').map((line) => JSON.parse(line) as RecordLine);
  t.true(lines.some(isSample));
});

test.serial('a time that cannot be read is refused', async (t) => {
  const { exitCode, stderr } = await runLab(['events', '--since', 'yesterday']);
  t.is(exitCode, 1);
  t.regex(stderr, /--since takes a time such as 30s, 5m or 1h, not "yesterday"/);
});
