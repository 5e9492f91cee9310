import { setTimeout as sleep } from 'node:timers/promises';
import { describeMachine } from '../chaos/run/describe-machine.ts';
import { openLab } from '../scripts/lab/open-lab.ts';
import { describeFailure } from '../scripts/messages/failure-text.ts';
import { renderTable } from '../scripts/messages/render-table.ts';
import { UserError } from '../scripts/messages/user-error.ts';
import { openBenchLab } from './lab.ts';
import { sendSaturating } from './measure/send-saturating.ts';
import { median } from './report/summarize.ts';
import type { Request } from './requests/request.ts';

// node scripts/start/run.mjs bench/watcher.ts: how many reads the API of a running lab answers with its watcher and
// without, in turns.

const rounds = 13;
const seconds = 4;
// What a start of the watcher takes is not what it takes afterwards.
const settleMs = { watched: 12_000, alone: 3000 };

const ways = ['watched', 'alone'] as const;
type Rates = Record<(typeof ways)[number], number[]>;

async function measure(requests: Request[]): Promise<Map<string, Rates>> {
  const { target } = await openLab();
  const { watcher, endpoints } = target;
  if (!watcher) throw new UserError('This lab has no watcher', { next: 'npm start' });
  const url = `http://${endpoints.api.address}:${endpoints.api.port}/api`;
  const found = new Map(requests.map(({ path }): [string, Rates] => [path, { watched: [], alone: [] }]));
  // The first round, which warms caches and compilers, does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const way of round % 2 ? ways : ways.toReversed()) {
      await (way === 'watched' ? watcher.start() : watcher.stop());
      await sleep(settleMs[way]);
      for (const request of requests) {
        const { perSecond } = await sendSaturating({ url, request, connections: 20, seconds });
        if (round > 0) found.get(request.path)?.[way].push(perSecond);
      }
    }
  }
  await watcher.start();
  return found;
}

async function run() {
  const { slugs } = await openBenchLab(await openLab()).readSample();
  const paths = ['/articles', `/articles/${slugs[0]}`];
  const found = await measure(paths.map((path) => ({ method: 'GET', path })));
  const rows = [...found].map(([path, { watched, alone }]) => {
    const share = median(watched) / median(alone);
    return [`GET ${path}`, median(watched).toFixed(0), median(alone).toFixed(0), share.toFixed(3)];
  });
  console.log(renderTable(['READ', 'A SECOND, WATCHED', 'ALONE', 'SHARE'], rows));
  console.log(`\n${describeMachine()}; medians of ${rounds} rounds of ${seconds} s in turns`);
}

try {
  await run();
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
}
