import { type CopyCounts, countRequests, shareOfHits } from '../chaos/run/beside-copies.ts';
import { describeMachine, describeVersions } from '../chaos/run/describe-machine.ts';
import { passwordOf } from '../roles/valkey/configuration.ts';
import { type Lab, openLab } from '../scripts/lab/open-lab.ts';
import { requireProfile } from '../scripts/lab/require-profile.ts';
import { describeFailure } from '../scripts/messages/failure-text.ts';
import { renderTable } from '../scripts/messages/render-table.ts';
import { waitFor } from '../scripts/waiting/wait.ts';
import { openBenchLab } from './lab.ts';
import { cleanUp, measureCase, measureInTurns } from './measure/measure-case.ts';
import { type CaseResult, compare, summarize } from './report/summarize.ts';
import { type Case, cases } from './requests/cases.ts';
import { describeApi } from './servers/describe-servers.ts';
import { type RunningServer, type ServerDescription, withServers } from './servers/server-process.ts';

// node scripts/start/run.mjs bench/cache.ts [pattern]: what the profile cache brings, in a running lab that has it on. Two API processes,
// one that keeps copies and one that does not, are measured in turns; each case with tokens, reads without them, too.

const load = { connections: 50, seconds: 4 };
const rounds = 2;
const [on, off] = ['copies on', 'copies off'] as const;

const measured = ['GET /tags', 'GET /articles', 'GET /articles/feed', 'GET /articles/:slug', 'GET /profiles/:name'];

/** The cases, and those reads once more for readers without a token. */
function listCases(): Case[] {
  const reads = cases.filter(({ name }) => measured.includes(name));
  const anonymous = reads
    .filter(({ name }) => !/feed|tags/.test(name))
    .map(
      (each): Case => ({
        ...each,
        name: `${each.name}, no token`,
        requests: (sample) => each.requests(sample).map(({ method, path }) => ({ method, path })),
      }),
    );
  const pattern = new RegExp(process.argv[2] ?? '', 'i');
  return [...reads, ...anonymous, ...cases.filter(({ kind }) => kind === 'mix')].filter(({ name }) =>
    pattern.test(name),
  );
}

async function describeBoth(lab: Lab) {
  const [kept, plain] = [await describeApi(lab), await describeApi(lab)];
  const environment = { ...kept.environment, API_CACHE_PASSWORD: passwordOf(lab.target.view) };
  return [
    { ...kept, name: on, environment },
    { ...plain, name: off },
  ];
}

const originOf = ({ url }: RunningServer) => new URL(url).origin;

async function waitUntilKept(server: RunningServer): Promise<void> {
  const look = async () =>
    /^api_cache_connected\S* 1$/m.test(await (await fetch(`${originOf(server)}/metrics`)).text());
  await waitFor(look, { what: 'the API to keep copies', timeoutMs: 30_000 });
}

type Found = Record<string, { rounds: CaseResult['rounds']; before: CopyCounts[]; after: CopyCounts[] }>;

/** Measures each case at both servers, which are started in this order. */
async function measureOnce(lab: Lab, descriptions: ServerDescription[], found: Found): Promise<void> {
  const { readSample, run } = openBenchLab(lab);
  const dataSet = { sample: await readSample(), run };
  await withServers(descriptions, async (servers) => {
    const kept = servers.find(({ name }) => name === on) as RunningServer;
    await waitUntilKept(kept);
    for (const each of listCases()) {
      console.log(`  … ${each.name}`);
      found[each.name] ??= { rounds: [], before: [], after: [] };
      const { rounds: all, before, after } = found[each.name] as Found[string];
      before.push(await countRequests(originOf(kept)));
      all.push(
        ...(await measureInTurns(servers, (server) => measureCase(server, each, { ...dataSet, ...load }), rounds)),
      );
      after.push(await countRequests(originOf(kept)));
      await cleanUp(each, dataSet);
    }
  });
}

async function measureAll(lab: Lab): Promise<string[][]> {
  const both = await describeBoth(lab);
  const found: Found = {};
  // Which one starts first makes a difference of a tenth.
  for (const order of [both, both.toReversed()]) await measureOnce(lab, order, found);
  return listCases().map((each) => {
    const { rounds: all, before, after } = found[each.name] as Found[string];
    return renderRow({ ...each, rounds: all }, shareOfHits(before, after));
  });
}

function renderRow(result: CaseResult, hitShare: number | null): string[] {
  const [withCopies, without] = [summarize(result, on), summarize(result, off)];
  const times = compare(result, on, off, 'perSecond');
  const processor = compare(result, on, off, 'cpuUs');
  return [
    result.name,
    withCopies.perSecond.toFixed(0),
    without.perSecond.toFixed(0),
    times.toFixed(2),
    `${withCopies.p99Ms.toFixed(0)} / ${without.p99Ms.toFixed(0)}`,
    processor.toFixed(2),
    hitShare === null ? '-' : `${(hitShare * 100).toFixed(1)} %`,
  ];
}

try {
  const lab = await openLab();
  requireProfile(lab, 'cache');
  const rows = await measureAll(lab);
  console.log(renderTable(['REQUESTS', 'ON, A SECOND', 'OFF', 'TIMES', 'p99 ms', 'CPU', 'HITS'], rows));
  console.log(`${describeMachine()}; ${JSON.stringify(await describeVersions(lab))}`);
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
}
