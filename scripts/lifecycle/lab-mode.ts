import { isMember, type Lab, openOrCreateLab } from '../lab/open-lab.ts';
import { hasOtherWebHosts, listWebNames, listWithFormer } from './web-hosts.ts';

/**
 * Opens the lab as hardened or as naive, and with the web hosts that lab.json lists. Both are in the programs of HAProxy
 * and the API: where one changes, they are stopped, and have to be started again.
 */
export async function openInMode(naive: boolean): Promise<Lab> {
  const lab = await openOrCreateLab();
  const { hosts } = lab.target;
  const isOther = hasOtherWebHosts({ hosts, record: lab.record });
  if ((lab.record.naive ?? false) === naive && !isOther) return lab;
  await stopFrontEnd(lab);
  return await openOrCreateLab({ naive, ...(isOther && { webHosts: listWebNames(hosts) }) });
}

/** Ends HAProxy and the API, which then start with what is known now. */
export async function stopFrontEnd(lab: Lab) {
  const { target, file, record } = lab;
  const hosts = listWithFormer({ hosts: file.hosts, record }).filter((host) => !isMember(lab, host));
  for (const host of hosts) await target.stop(host);
}
