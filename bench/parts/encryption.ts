import { join } from 'node:path';
import { type Lab, openGroup } from '../../scripts/lab/open-lab.ts';
import { formLabGroup } from '../../scripts/lifecycle/form-lab-group.ts';
import { withCommandLock } from '../../scripts/state/command-lock.ts';
import type { BenchLab } from '../lab.ts';
import { cleanUp, measureCase } from '../measure/measure-case.ts';
import type { CaseResult, Measurement } from '../report/summarize.ts';
import { cases } from '../requests/cases.ts';
import { describeApi } from '../servers/describe-servers.ts';
import { type RunningServer, withServers } from '../servers/server-process.ts';
import type { RouteOptions } from './routes.ts';

const measured = /^GET \/articles(\/:slug)?$|^POST …|^favorite|^a mix/;

/** What travels in plain text: everything, the way to the database, nothing. */
const ways = ['plain', 'group', 'all'] as const;
type Way = (typeof ways)[number];

/** The same requests with and without encryption, inside the group and on the way to it, in turns. */
export async function measureEncryption(benchLab: BenchLab, options: RouteOptions): Promise<CaseResult[]> {
  const { lab } = benchLab;
  const authority = join(lab.target.view.folderOf({ name: 'web' }), 'authority.pem');
  const plain = await describeApi(lab);
  const encrypted = await describeApi(lab);
  Object.assign(encrypted.environment, { MYSQL_ATTR_SSL_CA: authority });
  const descriptions = [
    { ...plain, name: 'plain' },
    { ...encrypted, name: 'encrypted' },
  ];
  try {
    return await withServers(descriptions, (servers) => measureRounds(benchLab, servers, options));
  } finally {
    await setGroupTls(lab, true);
  }
}

async function measureRounds(benchLab: BenchLab, servers: RunningServer[], options: RouteOptions) {
  const { readSample, run, lab } = benchLab;
  const data = { sample: await readSample(), run };
  const { rounds, only, onProgress, ...load } = options;
  const chosen = cases.filter(({ name }) => measured.test(name) && only.test(name));
  const results: CaseResult[] = chosen.map(({ name, kind }) => ({ name, kind, rounds: [] }));
  // The first round, which warms caches and compilers, does not count.
  for (let round = 0; round <= rounds; round += 1) {
    const found = chosen.map((): Partial<Record<Way, Measurement>> => ({}));
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
      onProgress(`round ${round}, ${way}`);
      await setGroupTls(lab, way !== 'plain');
      const server = servers[way === 'all' ? 1 : 0] as RunningServer;
      for (const [place, each] of chosen.entries()) {
        Object.assign(found[place] ?? {}, { [way]: await measureCase(server, each, { ...data, ...load }) });
        await cleanUp(each, data);
      }
    }
    if (round > 0) for (const [place, { rounds }] of results.entries()) rounds.push(found[place] as never);
  }
  return results;
}

/** Forms the group again, with its members speaking TLS with each other, as a lab does, or plain text. */
async function setGroupTls(lab: Lab, isOn: boolean): Promise<void> {
  const { members } = openGroup(lab);
  const mode = isOn ? 'VERIFY_CA' : 'DISABLED';
  const modes = await Promise.all(
    members.map((member) => member.rows<{ mode: string }>('SELECT @@group_replication_ssl_mode AS mode')),
  );
  if (modes.flat().every((each) => each.mode === mode)) return;
  // The caretaker would form the group as well.
  await withCommandLock(lab.config.stateDir, async () => {
    for (const member of members) await member.run('STOP GROUP_REPLICATION', { timeoutMs: 60_000 });
    for (const member of members) await member.run(`SET GLOBAL group_replication_ssl_mode = ${mode}`);
    await formLabGroup(lab, { force: false, install: false, progress: () => undefined });
  });
}
