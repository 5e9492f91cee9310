import { type Lab, openLab } from '../lab/open-lab.ts';
import { runSteps } from '../messages/run-steps.ts';
import { UserError } from '../messages/user-error.ts';
import type { Host } from '../settings/lab-file.ts';
import { withCommandLock } from '../state/command-lock.ts';
import { saveLabRecord } from '../state/lab-record.ts';
import { startInOrder, waitUntilSettled } from './bring-up.ts';
import { chooseMember, listDatabaseParts } from './install-tables.ts';
import { stopHosts } from './take-down.ts';

/** Starts the hosts of a profile beside a running lab, which remembers them; hosts that name all others are told. */
export async function addProfile(name: string): Promise<Host[]> {
  const lab = await openLab({}, [name]);
  const { target, config, record } = lab;
  const hosts = listProfileHosts(lab, name);
  const names = hosts.map((host) => host.name).join(', ');
  const start = () =>
    runSteps([
      {
        title: `Finding what ${names} run`,
        run: async (progress) => {
          await target.prepare(progress, { hosts });
          // What stands in the way, such as a taken port, is known by now.
          await saveLabRecord(config.stateDir, record);
        },
      },
      { title: `Starting ${names}`, run: () => startWithDatabase(lab, hosts) },
      { title: `Waiting until ${names} answer`, run: () => waitUntilSettled(lab, hosts) },
    ]);
  await withCommandLock(config.stateDir, start);
  await tellFollowers(lab, hosts);
  return hosts;
}

/** Stops the hosts of a profile and forgets them; their data stays, and no other host is touched. */
export async function removeProfile(name: string): Promise<Host[]> {
  const lab = await openLab();
  const { target, config, record } = lab;
  const { profiles = [] } = record;
  if (!profiles.includes(name)) throw notOn(name, profiles);
  const hosts = listProfileHosts(lab, name);
  await withCommandLock(config.stateDir, async () => {
    await endInDatabase(lab, hosts);
    await stopHosts(target, hosts);
    record.profiles = profiles.filter((each) => each !== name);
    await saveLabRecord(config.stateDir, record);
  });
  await tellFollowers(await openLab(), hosts);
  return hosts;
}

async function startWithDatabase(lab: Lab, hosts: Host[]) {
  const parts = listDatabaseParts(lab, hosts);
  const member = parts.length > 0 ? await chooseMember(lab) : undefined;
  if (member) for (const part of parts) await part.begin(member, lab.target.view);
  await startInOrder(lab, hosts);
}

async function endInDatabase(lab: Lab, hosts: Host[]) {
  const parts = listDatabaseParts(lab, hosts);
  const member = parts.length > 0 ? await chooseMember(lab) : undefined;
  if (member) for (const part of parts) await part.end(member);
}

// Prometheus, for one, asks all hosts, and has to learn which these are now.
async function tellFollowers({ target }: Lab, changed: Host[]) {
  const names = changed.map(({ name }) => name);
  const others = target.hosts.filter((host) => target.roles.of(host).followsProfiles && !names.includes(host.name));
  for (const host of others) if ((await target.state(host)) === 'running') await target.reload(host);
}

// As the target knows them, with the ports that they have here.
function listProfileHosts({ file, target }: Lab, name: string) {
  const names = file.profiles[name]?.map((host) => host.name) ?? [];
  return target.hosts.filter((host) => names.includes(host.name));
}

function notOn(name: string, profiles: string[]) {
  const next = profiles.length > 0 ? `name one of: ${profiles.join(', ')}` : `./lab add ${name}`;
  return new UserError(`The profile "${name}" is not on; nothing was done`, { next });
}
