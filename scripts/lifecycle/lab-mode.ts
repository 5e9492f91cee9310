import { isMember, type Lab, openOrCreateLab } from '../lab/open-lab.ts';
import { readConfig } from '../settings/config.ts';
import { hasOtherWebHosts, listWebNames, listWithFormer } from './web-hosts.ts';

export interface LabMode {
  naive: boolean;
  /** Further profiles to be on; LAB_WITH may name some too. */
  profiles: string[];
}

/**
 * Opens the lab as hardened or as naive, and with the web hosts that lab.json lists. Both are in the programs of HAProxy
 * and the API: where one changes, they are stopped, and have to be started again.
 */
export async function openInMode({ naive, profiles }: LabMode): Promise<Lab> {
  const further = [...readConfig().profiles, ...profiles];
  const lab = await openOrCreateLab({}, further);
  const { file, record } = lab;
  const isOther = hasOtherWebHosts({ hosts: file.hosts, record });
  if ((record.naive ?? false) === naive && !isOther) return lab;
  await stopFrontEnd(lab);
  return await openOrCreateLab({ naive, ...(isOther && { webHosts: listWebNames(file.hosts) }) }, further);
}

/** Ends everything but the members; what is started then goes by what is known now. */
export async function stopFrontEnd(lab: Lab) {
  const { target, record } = lab;
  const hosts = listWithFormer({ hosts: target.hosts, record }).filter((host) => !isMember(lab, host));
  for (const host of hosts) await target.stop(host);
}
