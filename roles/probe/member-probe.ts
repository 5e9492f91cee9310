import { setTimeout as sleep } from 'node:timers/promises';
import { countGtids, findForeignGtids, parseGtidSet } from '../../scripts/group/gtid-set.ts';
import { withMember } from '../../scripts/group/member-client.ts';
import type { ProbeSettings } from './settings.ts';

const everyMs = 2_000;

/** What the probe knows of a member; undefined where the member did not answer. */
export interface MemberFacts {
  offline: boolean;
  foreignTransactions?: number;
}

/** ER_SERVER_OFFLINE_MODE: only accounts that may connect at any time get in. */
const offlineMode = 3032;

/** Asks each member over and over, until the signal, for what no exporter tells. */
export function startMemberProbe(settings: ProbeSettings, signal: AbortSignal): Map<string, MemberFacts> {
  const facts = new Map<string, MemberFacts>();
  const ask = async (member: ProbeSettings['members'][number]) => {
    while (!signal.aborted) {
      const found = await askMember(member, settings).catch(explainFailure);
      if (found) facts.set(member.name, found);
      else facts.delete(member.name);
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  for (const member of settings.members) void ask(member);
  return facts;
}

async function askMember(member: ProbeSettings['members'][number], { monitor, groupUuid }: ProbeSettings) {
  return await withMember(member, { account: monitor, timeoutMs: 1_500 }, async (client): Promise<MemberFacts> => {
    const [row] = await client.rows<{ executed: string }>('SELECT @@GLOBAL.gtid_executed AS executed');
    const foreign = findForeignGtids(parseGtidSet(row?.executed ?? ''), groupUuid);
    return { offline: false, foreignTransactions: countGtids(foreign) };
  });
}

const explainFailure = (error: { errno?: number }): MemberFacts | undefined =>
  error.errno === offlineMode ? { offline: true } : undefined;
