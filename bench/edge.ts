import { setTimeout as sleep } from 'node:timers/promises';
import { describeMachine, describeVersions } from '../chaos/run/describe-machine.ts';
import { type Lab, openLab } from '../scripts/lab/open-lab.ts';
import { describeFailure } from '../scripts/messages/failure-text.ts';
import { renderTable } from '../scripts/messages/render-table.ts';
import { UserError } from '../scripts/messages/user-error.ts';
import type { Host } from '../scripts/settings/lab-file.ts';
import { openBenchLab } from './lab.ts';
import { holdConnections } from './measure/hold-connections.ts';
import { type LoadResult, sendLoad } from './measure/send-load.ts';
import { sendSaturating } from './measure/send-saturating.ts';
import { median } from './report/summarize.ts';
import type { Request } from './requests/request.ts';

// node scripts/start/run.mjs bench/edge.ts: what the profile edge brings and costs, in a running lab
// that has it on, with limits that the load does not reach (docs/edge.md has the command).

const seconds = 4;
const rounds = 3;
const slowConnections = 10_000;
const connectionsPerAddress = 190;

/** Straight to the API, to a guard, and through the edge. */
type Way = 'API' | 'guard' | 'edge';

function findWays({ target }: Lab): Record<Way, string> {
  const { view, endpoints } = target;
  const [edge, cdn] = [view.hostsOf('edge')[0], view.hostsOf('cdn')[0]];
  if (!edge || !cdn) throw new UserError('The profile "edge" is not on', { next: './lab add edge' });
  const at = (host: Host, port: string) => `${view.at(host, port).address}:${view.at(host, port).port}`;
  return {
    API: `http://${endpoints.api.address}:${endpoints.api.port}/api`,
    guard: `http://${at(cdn, 'guard')}/api`,
    edge: `https://${at(edge, 'https')}/api`,
  };
}

interface Question {
  name: string;
  request: Request;
  ways: Way[];
  /** As many requests as are answered on so many connections, or one after another at this rate. */
  connections: number;
  rate?: number;
}

function ask({ request, connections, rate }: Question, url: string) {
  if (rate === undefined) return sendSaturating({ url, request, connections, seconds });
  return sendLoad({ url, requests: [request], connections, rate, seconds });
}

async function measure(question: Question, ways: Record<Way, string>) {
  const found: Record<string, LoadResult[]> = {};
  // The first round, which warms caches and compilers, does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const way of round % 2 ? question.ways : question.ways.toReversed()) {
      const result = await ask(question, ways[way]);
      if (round > 0) found[way] = [...(found[way] ?? []), result];
    }
  }
  const { ways: used, name } = question;
  return used.map((way) => [name, way, ...renderMedians(found[way] ?? [])]);
}

function renderMedians(results: LoadResult[]) {
  const of = (key: 'perSecond' | 'p50Ms' | 'p99Ms') => median(results.map((result) => result[key]));
  return [of('perSecond').toFixed(0), of('p50Ms').toFixed(2), of('p99Ms').toFixed(1)];
}

async function measureBystander(lab: Lab, requests: Request[], ways: Record<Way, string>) {
  const { view } = lab.target;
  const ask = () => sendLoad({ url: ways.edge, requests, connections: 5, rate: 50, seconds: 10 });
  await ask();
  const alone = await ask();
  const place = view.at(view.hostsOf('edge')[0] as Host, 'https');
  const slow = await holdConnections({ count: slowConnections, perAddress: connectionsPerAddress, place });
  await sleep(2_000);
  const held = slow.held();
  const beside = await ask();
  slow.end();
  return [
    ['a bystander alone', 'edge', ...renderMedians([alone])],
    [`beside ${held.toLocaleString('en')} slow connections`, 'edge', ...renderMedians([beside])],
  ];
}

async function run() {
  const lab = await openLab();
  const ways = findWays(lab);
  const sample = await openBenchLab(lab).readSample();
  const [viewer] = sample.viewers;
  const article = `/articles/${sample.slugs[0]}`;
  const list: Request = { method: 'GET', path: '/articles' };
  const read: Request = { method: 'GET', path: article };
  const known: Request = viewer ? { ...read, viewer } : read;
  const questions: Question[] = [
    { name: 'list, anonymous', request: list, ways: ['API', 'edge'], connections: 50 },
    { name: 'article, anonymous', request: read, ways: ['API', 'edge'], connections: 50 },
    { name: 'article, with a token', request: known, ways: ['API', 'guard', 'edge'], connections: 1, rate: 50 },
  ];
  const rows: string[][] = [];
  for (const question of questions) rows.push(...(await measure(question, ways)));
  rows.push(...(await measureBystander(lab, [read], ways)));
  console.log(renderTable(['REQUESTS', 'TO', 'A SECOND', 'p50 ms', 'p99 ms'], rows));
  console.log(`\nMemory in MB: ${(await listMemory(lab)).join(', ')}`);
  console.log(`${describeMachine()}; ${JSON.stringify(await describeVersions(lab))}`);
}

async function listMemory({ target }: Lab) {
  const texts = target.hosts.map(async (host) => `${host.name} ${Math.round((await target.memoryMb?.(host)) ?? 0)}`);
  return await Promise.all(texts);
}

try {
  await run();
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
}
