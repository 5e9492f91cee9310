import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMachine } from '../chaos/run/describe-machine.ts';
import type { ShipperSettings } from '../roles/log-shipper/settings.ts';
import { askForHistogram, askForLines, type LogSource } from '../roles/log-store/ask-logs.ts';
import type { LogQuestion } from '../roles/log-store/log-line.ts';
import type { LogStoreSettings } from '../roles/log-store/settings.ts';
import { describeFailure } from '../scripts/messages/failure-text.ts';
import { renderTable } from '../scripts/messages/render-table.ts';
import { projectDir } from '../scripts/settings/config.ts';
import { waitFor } from '../scripts/waiting/wait.ts';
import { readCpuMs, readMemoryMb } from './measure/process-usage.ts';

// node scripts/start/run.mjs bench/logs.ts: a log store and a shipper of their own, without a lab, and 200,000 lines like the API's.

const lines = 200_000;
const rare = 'wombat';
const account = { username: 'lab', password: randomUUID() };

interface Place {
  folder: string;
  log: string;
  source: LogSource;
  children: ChildProcess[];
}

async function open(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-logs-'));
  const log = join(folder, 'hosts', 'web', 'host.log');
  await mkdir(join(folder, 'hosts', 'web'), { recursive: true });
  const [storePort, shipperPort] = [await findPort(), await findPort()];
  const address = '127.0.0.1';
  const store: LogStoreSettings = {
    listen: { address, port: storePort },
    account,
    folder: join(folder, 'data'),
    archiveFolder: join(folder, 'archive'),
    keep: { days: 15, bytes: 1e9 },
    leaveFreeBytes: 0,
  };
  const shipper: ShipperSettings = {
    listen: { address, port: shipperPort },
    hostsFolder: join(folder, 'hosts'),
    lab: 'bench',
    journals: [],
    positionsFolder: folder,
    target: { url: `http://${address}:${storePort}`, ...account, index: 'lab' },
  };
  const children = [await start(folder, 'log-store', store), await start(folder, 'log-shipper', shipper)];
  const source = { at: store.listen, account };
  await waitFor(() => askForLines(source, {}).catch(() => undefined), { what: 'the log store', timeoutMs: 60_000 });
  return { folder, log, source, children };
}

async function findPort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function start(folder: string, role: string, settings: object) {
  const path = join(folder, `${role}.json`);
  await writeFile(path, JSON.stringify(settings), { mode: 0o600 });
  const program = join(projectDir, 'scripts/start/run.mjs');
  return spawn(process.execPath, [program, `roles/${role}/main.ts`, path], { cwd: projectDir, stdio: 'inherit' });
}

function renderLines() {
  return Array.from({ length: lines }, (_, index) => {
    const fields = { level: 30, time: Date.now(), pid: 4711, hostname: 'lab', requestId: randomUUID(), method: 'GET' };
    const more = { path: `/api/articles/article-${index % 500}`, status: 200, durationMs: (index % 900) / 100 };
    const msg = index === lines / 2 ? `request of a ${rare}` : 'request';
    return `${JSON.stringify({ ...fields, ...more, msg })}\n`;
  }).join('');
}

async function measureIngest({ log, source, children }: Place) {
  const text = renderLines();
  const cpuMs = () => children.map(({ pid }) => readCpuMs(pid as number));
  const before = cpuMs();
  const beganMs = performance.now();
  appendFileSync(log, `${text}${lastLine}\n`);
  await waitFor(async () => (await askForLines(source, { text: lastLine })).lines[0], {
    what: 'the last line',
    timeoutMs: 600_000,
  });
  const seconds = (performance.now() - beganMs) / 1_000;
  const [store = 0, shipper = 0] = cpuMs().map((ms, index) => ms - (before[index] ?? 0));
  return [
    [
      '200,000 lines from the log to the disk',
      `${seconds.toFixed(1)} s: ${Math.round(lines / seconds)} lines a second`,
    ],
    ['processor time of it', `log store ${store / 1_000} s, shipper ${shipper / 1_000} s`],
    ['memory', children.map(({ pid }) => `${Math.round(readMemoryMb(pid as number))} MB`).join(', ')],
  ];
}

const lastLine = 'platypus';

async function measureSearch(title: string, { source }: Place, question: LogQuestion) {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < 20; round += 1) {
    const beganMs = performance.now();
    found = (await askForLines(source, question)).lines.length;
    times.push(performance.now() - beganMs);
  }
  return [title, `${median(times).toFixed(0)} ms, ${found} lines`];
}

async function measureHistogram({ source }: Place) {
  const beganMs = performance.now();
  await askForHistogram(source, { fromMs: Date.now() - 3_600_000, toMs: Date.now() });
  return ['all lines counted over an hour', `${(performance.now() - beganMs).toFixed(0)} ms`];
}

async function measureTail({ log, source }: Place) {
  const times: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const { cursor } = await askForLines(source, { text: rare });
    const beganMs = performance.now();
    appendFileSync(log, `${new Date().toISOString()} one more\n`);
    await waitFor(async () => (await askForLines(source, { cursor })).lines[0], {
      what: 'the line',
      timeoutMs: 30_000,
      intervalMs: 5,
    });
    times.push(performance.now() - beganMs);
  }
  return [
    'from the log to the store, one line',
    `half ${median(times).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`,
  ];
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

async function measure(place: Place) {
  const rows = await measureIngest(place);
  rows.push(await measureSearch(`one line of 200,001 with a rare word`, place, { text: rare }));
  rows.push(await measureSearch('a word that no line has', place, { text: 'okapi' }));
  rows.push(await measureSearch('the newest 200 with a word of every line', place, { text: 'request' }));
  rows.push(await measureSearch('the beginning of a rare word, with a star', place, { text: 'womb*' }));
  rows.push(await measureHistogram(place), await measureTail(place));
  return rows;
}

const place = await open();
try {
  console.log(describeMachine());
  console.log(renderTable(['WHAT', 'FIGURE'], await measure(place)));
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
} finally {
  for (const child of place.children) child.kill();
  await rm(place.folder, { recursive: true, force: true });
}
