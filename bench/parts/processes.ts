import { findHost, openLab } from '../../scripts/lab/open-lab.ts';
import { startHost } from '../../scripts/lifecycle/start-host.ts';
import { addWebHost, waitUntilWebIs } from '../../tests/cluster/support/web-hosts.ts';
import { type Case, cases } from '../cases.ts';
import { openBenchLab } from '../lab.ts';
import { fire } from '../measure/fire.ts';
import type { CaseResult, Shot } from '../report/summarize.ts';
import type { World } from '../world.ts';

const measured = ['GET /articles/:slug', 'GET /user', 'a mix, 8 % writes'];
const second = 'web-2';

interface Strength {
  rounds: number;
  seconds: number;
  connections: number;
}

/** Two API processes behind HAProxy's HTTP listener, and one: the second is stopped and started between the rounds. */
export async function measureProcesses({ rounds, ...strength }: Strength): Promise<CaseResult[]> {
  const added = await addWebHost();
  const lab = await openLab();
  const { readWorld } = openBenchLab(lab);
  try {
    const { address, port } = lab.target.endpoints.api;
    const shoot = shootAt(`http://${address}:${port}/api`, { world: await readWorld(), ...strength });
    const results: CaseResult[] = listMeasured().map(({ name, kind }) => ({ name, kind, rounds: [], work: {} }));
    for (let round = 0; round <= rounds; round += 1) {
      const two = await shoot();
      await lab.target.stop(findHost(lab, second));
      await waitUntilWebIs(false, second);
      const one = await shoot();
      await startHost(lab, findHost(lab, second));
      await waitUntilWebIs(true, second);
      // The first round warms up.
      if (round === 0) continue;
      for (const [place, { rounds }] of results.entries()) rounds.push(pair(two[place], one[place]));
    }
    return results;
  } finally {
    await added.remove();
  }
}

const listMeasured = () => cases.filter(({ name }) => measured.includes(name));
const pair = (two: Shot | undefined, one: Shot | undefined) => ({
  ...(two && { 'two processes': two }),
  ...(one && { 'one process': one }),
});

function shootAt(url: string, { world, ...strength }: Omit<Strength, 'rounds'> & { world: World }) {
  const shoot = (each: Case) => fire({ url, requests: each.requests(world), ...strength });
  return async (): Promise<Shot[]> => {
    const shots: Shot[] = [];
    for (const each of listMeasured()) shots.push({ ...(await shoot(each)), cpuUs: Number.NaN });
    return shots;
  };
}
