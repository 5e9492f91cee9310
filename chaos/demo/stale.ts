import { setTimeout as sleep } from 'node:timers/promises';
import { type Safety, safe } from '../../api/cache/near-cache.ts';
import { passwordOf } from '../../roles/valkey/configuration.ts';
import { describeForApi } from '../../roles/web/api-settings.ts';
import { findMember, type Lab } from '../../scripts/lab/open-lab.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { type Child, startChild } from '../child.ts';
import { endLag, lagMs, startLag } from '../faults/lag.ts';
import { measureAges, oldAtMostMs } from '../judge/checkers/copies.ts';
import { observeCopies } from '../load/copy-observer.ts';
import { createHttpClient, type HttpClient } from '../load/http-client.ts';
import { countRequests, shareOfHits } from '../run/beside-copies.ts';
import type { DemoApiSettings } from './api.ts';
import { defineDemo } from './demo.ts';
import { readOwnWrites } from './stale-load.ts';

/** What clients were shown. */
interface Shown {
  ownReads: number;
  ownStale: number;
  othersReads: number;
  othersTooOld: number;
  oldestMs: number;
  hitShare: number | null;
}

const loadMs = 12_000;
const requestTimeoutMs = 20_000;
const unsafe: Safety = { hasPlaceholders: false, hasPositions: false };

/** Loads two API processes whose copies are safe or are not, while a member lags. */
async function showCopies(lab: Lab, { isSafe }: { isSafe: boolean }): Promise<Shown> {
  const settings = describeSettings(lab, isSafe ? safe : unsafe);
  const children = [1, 2].map((number) => startChild('chaos/demo/api.ts', { what: `API process ${number}`, settings }));
  const member = findMember(lab, 'mysql-3');
  try {
    const urls = await Promise.all(children.map(waitUntilKept));
    await startLag(lab, member);
    return await load(urls as [string, string]);
  } finally {
    await endLag(member);
    for (const { process } of children) process.kill('SIGKILL');
  }
}

function describeSettings({ target, secrets, database }: Lab, safety: Safety): DemoApiSettings {
  const environment = {
    ...describeForApi({ listener: target.endpoints.database, database, secrets }),
    API_CACHE_PASSWORD: passwordOf(target.view),
  };
  return { environment, safety };
}

/** The address of a process that keeps copies. */
async function waitUntilKept(child: Child): Promise<string> {
  await child.until(() => child.count('listens') > 0);
  const url = `http://127.0.0.1:${child.find<number>('listens')}`;
  const look = async () => /^api_cache_connected\S* 1$/m.test(await (await fetch(`${url}/metrics`)).text());
  await waitFor(look, { what: 'the process to keep copies', timeoutMs: 20_000 });
  return url;
}

async function load(urls: [string, string]): Promise<Shown> {
  const clients = urls.map((url) =>
    createHttpClient({ address: '127.0.0.1', port: Number(new URL(url).port) }, { timeoutMs: requestTimeoutMs }),
  ) as [HttpClient, HttpClient];
  const [http] = clients;
  const processes = clients.map((client, place) => ({ name: `process ${place + 1}`, http: client }));
  const end = new AbortController();
  const { signal } = end;
  const before = await Promise.all(urls.map((url) => countRequests(url)));
  const running = Promise.all([
    readOwnWrites({ processes: clients, signal }),
    observeCopies({ http, processes, nowMs: () => performance.now(), signal }),
  ]);
  await Promise.race([running, sleep(loadMs)]);
  end.abort();
  const [own, others] = await running;
  const after = await Promise.all(urls.map((url) => countRequests(url)));
  for (const client of clients) client.close();
  const ages = measureAges(others).map(({ ageMs }) => ageMs);
  return {
    ownReads: own.length,
    ownStale: own.filter(({ shown, written }) => shown < written).length,
    othersReads: ages.length,
    othersTooOld: ages.filter((ageMs) => ageMs > oldAtMostMs).length,
    oldestMs: Math.max(0, ...ages),
    hitShare: shareOfHits(before, after),
  };
}

/** `./lab demo stale`. */
export const stale = defineDemo<Shown>({
  profile: 'cache',
  about:
    `Two API processes keep copies for ${loadMs / 1_000} s while mysql-3 lags by ${lagMs / 1_000} s again and again. Clients write through one process and read\n` +
    'through the other. The safety: a placeholder while a copy is read, and the position that its read has waited for.',
  safety: 'the safety',
  run: showCopies,
  rows: [
    { what: 'reads of what the client itself had written', tell: ({ ownReads }) => String(ownReads) },
    { what: 'of them showed an older text', tell: ({ ownStale }) => String(ownStale) },
    { what: 'reads of what others had written', tell: ({ othersReads }) => String(othersReads) },
    {
      what: 'of them showed what was replaced more than a second before',
      tell: ({ othersTooOld }) => String(othersTooOld),
    },
    { what: 'the oldest had been replaced', tell: ({ oldestMs }) => `${(oldestMs / 1_000).toFixed(2)} s before` },
    {
      what: 'answered from copies',
      tell: ({ hitShare }) => (hitShare === null ? 'none' : `${Math.round(hitShare * 100)} %`),
    },
  ],
  isDamaged: ({ ownStale, othersTooOld }) => ownStale + othersTooOld > 0,
});
