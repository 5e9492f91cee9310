import { statSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { startThrowAwayLab } from '../scripts/lifecycle/throw-away-lab.ts';
import { projectDir } from '../scripts/settings/config.ts';
import { compiledTests, compileTests } from './compile.ts';
import { findEdge } from './edge/support/edge-client.ts';
import { listFiles } from './tree/list-files.ts';

// `npm test`: everything that needs no virtual machine, with a lab of its own that is gone afterwards.
// `npm run test:resilience`: the API under load while the lab is broken. `npm run test:cost`: how much slower requests are
// with the resilient database layer, for an idle machine. `npm run test:brief`: the unit tests, then a lab that answers.
// `npm run test:edge`: people at a browser, who reach the API through the edge alone.

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());

const passed: string[] = [];
const failures: string[] = [];
/** What parts that failed said, but for the tests that passed: printed again at the end, where a reader begins. */
const lastWords: string[] = [];

interface Check {
  title: string;
  command: [string, ...string[]];
  env?: Record<string, string>;
  /** Prints everything at the end, for a part that runs beside others. */
  quiet?: boolean;
}

// AVA writes to a pipe here, and would take it for no terminal.
const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};

async function check({ title, command: [program, ...args], env, quiet }: Check) {
  if (interruption.signal.aborted) return;
  const startedMs = Date.now();
  console.log(`\n== ${title}${quiet ? ', beside the next parts' : ''}`);
  const { failed, all } = await execa(program, args, {
    cwd: projectDir,
    env: { ...compiledTests, ...colours, ...env },
    all: true,
    ...(quiet ? {} : { stdout: ['inherit', 'pipe'], stderr: ['inherit', 'pipe'] }),
    preferLocal: true,
    reject: false,
    cancelSignal: interruption.signal,
  });
  (failed ? failures : passed).push(title);
  if (quiet) console.log(`\n== ${title}\n${all}`);
  if (failed) lastWords.push(`\n== ${title}: what failed\n${whatFailed(all)}`);
  console.log(`== ${title}: ${failed ? 'FAILED' : 'passed'} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
}

const whatFailed = (printed: string) =>
  printed
    .split('\n')
    .filter((line) => !/^\s+\S*[✔ℹ]/.test(line))
    .slice(-80)
    .join('\n');

async function checkWithLab(checks: Check[], change = async (check: Check) => check) {
  if (interruption.signal.aborted) return;
  const lab = await startLab();
  try {
    const changed = await Promise.all(checks.map(change));
    await checkEach(changed.map((each) => ({ ...each, env: { ...lab.environment, ...each.env } })));
  } finally {
    if (failures.length > 0 && !interruption.signal.aborted) await keepLogs(lab.environment.LAB_DIR);
    await lab.destroy();
  }
}

/** With the edge, and with limits that these tests do not reach, where the API is asked by TLS through it. */
async function checkThroughEdge(checks: Check[]) {
  const limits = { EDGE_REQUESTS_PER_ADDRESS: '100000', EDGE_REQUESTS_PER_USER: '100000' };
  Object.assign(process.env, limits, { LAB_WITH: 'edge' });
  const throughEdge = async (check: Check) => {
    const { port, ca } = await findEdge();
    const authority = join(process.env.LAB_DIR ?? '', 'authority-for-tests.pem');
    await writeFile(authority, ca);
    return { ...check, env: { API_URL: `https://127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: authority } };
  };
  await checkWithLab(checks, throughEdge);
}

let labBefore: Promise<unknown> = Promise.resolve();

// One after the other: each takes ports that are free when it looks.
function startLab() {
  const lab = labBefore.then(() => {
    console.log('\n== A lab for the tests');
    // The tests register more than a thousand users: with ten rounds that would take two minutes of a processor.
    return startThrowAwayLab(interruption.signal, { BCRYPT_ROUNDS: '4' });
  });
  labBefore = lab.catch(() => undefined);
  return lab;
}

// The hosts' logs are the first thing that a person needs after a failure.
async function keepLogs(labDir: string) {
  const folder = join(projectDir, 'results/test-logs', new Date().toISOString().replaceAll(':', ''));
  const isLog = (path: string) => statSync(path).isDirectory() || /host\.log(\.\d+)?$/.test(path);
  await cp(join(labDir, 'hosts'), folder, {
    recursive: true,
    filter: (path) => isLog(path) && !path.endsWith('/data'),
  });
  console.log(`The hosts' logs are in ${folder}`);
}

const unit: Check = {
  title: 'Decisions, without servers',
  command: ['node', 'scripts/start/run.mjs', 'tests/run-unit.ts'],
};

/** Where a test lies when it is compiled. */
const compiled = (pattern: string) => pattern.replace('tests/', 'results/tests/').replace('.test.ts', '.test.mjs');

const runTests = (...words: string[]): [string, ...string[]] => ['ava', ...words.map(compiled)];
const runSerially = (...words: string[]) => runTests('--serial', '--concurrency=1', ...words);

const withoutLab: Check[] = [
  { title: 'Lint and format', command: ['biome', 'check'] },
  { title: 'Types', command: ['tsc'] },
  { title: 'Types of the front end', command: ['tsc', '-p', 'frontend'] },
  unit,
];
const servers: Check = { title: 'Getting the servers', command: runSerially('tests/servers/*.test.ts') };
const browser: Check = { title: 'Reports in a browser', command: runSerially('tests/browser/*.test.ts') };

// An idle machine shows what ten attackers do to others; a busy one shows itself.
const bystander = 'tests/api/bystander.test.ts';
const api: Check = {
  title: 'The API over HTTP',
  command: runTests('tests/api/*.test.ts', `!${bystander}`),
  // `npm run test:api` sends 20,000.
  env: { FUZZ_REQUESTS: process.env.FUZZ_REQUESTS ?? '5000' },
};
const whileMembersDie = 'tests/frontend/faults.test.ts';
const frontEnd: Check = {
  title: 'The front end in a browser',
  command: runTests('--concurrency=2', 'tests/frontend/*.test.ts', `!${whileMembersDie}`),
};
const frontEndUnderFaults: Check = {
  title: 'A person at a browser while members die',
  command: runSerially(whileMembersDie),
};
const answers: Check = {
  title: 'A lab that answers',
  command: runTests('tests/api/{operations,realworld-official}.test.ts'),
};
const underLoad = 'tests/cluster/{chaos,resilience-load,resilience-outage}.test.ts';
const cost = 'tests/cluster/resilience-cost.test.ts';
const ofHosts = 'tests/cluster/{page-tour,record,roles,web-hosts*}.test.ts';
const cluster: Check = {
  title: 'The cluster under faults',
  command: runSerially('tests/cluster/*.test.ts', `!${underLoad}`, `!${cost}`, `!${ofHosts}`),
};
const hosts: Check = { title: 'Hosts of all kinds, and the page', command: runSerially(ofHosts) };
const recovery: Check = {
  title: 'Members that die and come back',
  command: runSerially('tests/recovery/*.test.ts'),
};
const monitor: Check = { title: 'The monitor', command: runSerially('tests/monitor/*.test.ts') };
const events: Check = {
  title: 'Events',
  command: ['node', 'scripts/start/run.mjs', 'tests/events/beside.ts', ...runSerially('tests/events/*.test.ts')],
};
const locks: Check = { title: 'Locks', command: runSerially('tests/locks/*.test.ts') };
const cache: Check = { title: 'The cache', command: runSerially('tests/cache/*.test.ts') };
const edge: Check = { title: 'The edge', command: runSerially('tests/edge/*.test.ts') };
const resilience: Check = { title: 'Requests through a dying member', command: runSerially(underLoad) };
const resilienceCost: Check = { title: 'What resilience costs', command: runSerially(cost, bystander) };

async function checkBriefly() {
  await check(unit);
  await checkWithLab([answers]);
}

async function checkAll() {
  await compileTests(listFiles(projectDir, /^tests\/(?!unit\/).*\.test\.ts$/), { from: 'tests', to: 'results/tests' });
  if (process.argv.includes('--brief')) return await checkBriefly();
  if (process.argv.includes('--resilience')) return await checkWithLab([resilience, frontEndUnderFaults]);
  if (process.argv.includes('--edge')) return await checkThroughEdge([frontEnd, frontEndUnderFaults]);
  if (process.argv.includes('--cost')) return await checkWithLab([resilienceCost]);
  const lanes = hasRoomForThreeLabs
    ? [checkRequests(), checkServers([hosts, monitor]), checkWithLab([recovery, locks, cache].map(beside))]
    : [checkRequests(), checkServers([hosts, recovery, locks, cache, monitor])];
  await Promise.all(lanes.map(untilItsEnd));
}

/** Each takes up to 4 GB while it has a profile beside its members. */
const hasRoomForThreeLabs = totalmem() > 15e9;

/** What asks: programs, people, clients, with a lab that keeps its members for most of the time. */
async function checkRequests() {
  await checkEach(withoutLab);
  await checkWithLab([api, frontEnd, edge, events, cluster]);
}

/** What waits for most of its time, for downloads and for members that recover: beside the other parts. */
async function checkServers(parts: Check[]) {
  await checkEach([servers, browser].map(beside));
  await checkWithLab(parts.map(beside));
}

const beside = (part: Check): Check => ({ ...part, quiet: true });

async function checkEach(checks: Check[]) {
  for (const each of checks) await check(each);
}

/** A lab that does not start is a failure of its own; what runs beside it goes on. */
const untilItsEnd = (checks: Promise<void>) =>
  checks.catch((error: Error) => void failures.push(`The lab: ${error.message}`));

await untilItsEnd(checkAll());

for (const words of lastWords) console.log(words);
if (interruption.signal.aborted) console.log('\nInterrupted; the lab of the tests is gone.');
else console.log(`\n${failures.length === 0 ? 'All parts passed.' : `Failed: ${failures.join(', ')}`}`);
console.log(`${passed.length} passed, ${failures.length} failed`);
process.exitCode = interruption.signal.aborted ? 130 : Math.min(failures.length, 1);
