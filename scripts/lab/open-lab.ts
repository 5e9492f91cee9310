import { listHostsOfMachines, listHostsOfProcesses, type Roles } from '../../roles/find-roles.ts';
import { readLab } from '../../roles/read-lab.ts';
import { createGroup, type Group, type MemberServers } from '../group/group.ts';
import type { Progress } from '../messages/progress.ts';
import { UserError } from '../messages/user-error.ts';
import { actAs } from '../record/actor.ts';
import { recordDir } from '../record/segments.ts';
import { openRecord, type RecordHead } from '../record/writer.ts';
import { type Config, projectDir, readConfig } from '../settings/config.ts';
import type { Host, LabFile } from '../settings/lab-file.ts';
import { loadCertificates } from '../state/certificates.ts';
import { withCommandLock } from '../state/command-lock.ts';
import { type LabRecord, loadLabRecord, saveLabRecord } from '../state/lab-record.ts';
import { loadSecrets, type Secrets } from '../state/secrets.ts';
import { claimStateDir, requireLab } from '../state/state-dir.ts';
import { createLocalTarget } from '../targets/local/local-target.ts';
import type { Target } from '../targets/target.ts';
import { recordActions } from './record-actions.ts';

/** One lab, opened by a command. */
export interface Lab {
  config: Config;
  file: LabFile;
  secrets: Secrets;
  record: LabRecord;
  target: Target;
  /** The application's database. */
  database: string;
}

/** Opens the lab that was made before, with further profiles on where they are named. */
export async function openLab(changes: Partial<LabRecord> = {}, profiles: string[] = []): Promise<Lab> {
  const config = readConfig();
  await requireLab(config.stateDir, projectDir);
  return await open(config, { changes, profiles });
}

/** Opens the lab, and makes its state where there is none yet. */
export async function openOrCreateLab(changes: Partial<LabRecord> = {}, profiles: string[] = []): Promise<Lab> {
  const config = readConfig();
  await readLab(config.labFile, profiles);
  await claimStateDir(config.stateDir, projectDir);
  // Two that begin a lab at once would each make their own passwords.
  return await withCommandLock(config.stateDir, () => open(config, { changes, profiles }));
}

interface OpenOptions {
  changes: Partial<LabRecord>;
  profiles: string[];
}

async function open(config: Config, { changes, profiles }: OpenOptions): Promise<Lab> {
  const { stateDir, overrides, givenBy } = config;
  if (givenBy) actAs(givenBy);
  const kept = await loadLabRecord(stateDir);
  const record = { ...kept, portShift: choosePortShift(config, kept), ...changes };
  if (profiles.length > 0) record.profiles = [...new Set([...(record.profiles ?? []), ...profiles])];
  const { file, hosts: listed, roles } = await readLab(config.labFile, record.profiles);
  const isOnMachines = config.hostsAre === 'machines';
  const hosts = isOnMachines ? listHostsOfMachines(listed, roles) : listHostsOfProcesses(listed, roles);
  const secrets = await loadSecrets(stateDir, { overrides, make: () => makeSecrets(roles) });
  const prefix = config.networkPrefix ?? file.network.prefix;
  const certified = hosts
    .filter((host) => roles.of(host).hasCertificate)
    .map((host) => ({ name: host.name, alsoNames: roles.of(host).certificateNames?.(host, prefix) }));
  const certificates = await loadCertificates(stateDir, certified);
  const database = overrides.DB_DATABASE ?? file.database;
  const createTarget = isOnMachines ? await loadSshTarget() : createLocalTarget;
  const plain = createTarget({ config, file, roles, hosts, database, secrets, certificates, record });
  const target = recordActions(plain, openRecord(recordDir(stateDir), { head: describeLab(plain) }));
  return { config, file, secrets, record, target, database };
}

/** What the record says of a lab at its beginning. */
export function describeLab({ name, hosts }: Pick<Target, 'name' | 'hosts'>): RecordHead {
  return { target: name, hosts: hosts.map((host) => ({ name: host.name, role: host.role })) };
}

function makeSecrets(roles: Roles) {
  return Object.assign({}, ...roles.all.map((role) => role.secrets?.() ?? {}));
}

// Loaded where it is needed: a client of SSH takes longer to load than most commands take.
async function loadSshTarget() {
  const { createSshTarget } = await import('../targets/ssh/ssh-target.ts');
  return createSshTarget;
}

// A lab keeps the ports it was made with: its members' addresses are part of the group.
function choosePortShift({ portShift, stateDir }: Config, { portShift: made }: LabRecord) {
  if (made === undefined || portShift === undefined || made === portShift) return made ?? portShift ?? 0;
  throw new UserError(`The lab in ${stateDir} was made with LAB_PORT_SHIFT=${made}, and keeps its ports`, {
    next: `unset LAB_PORT_SHIFT; or, for a second lab, give it a folder too: LAB_DIR=.lab-2 LAB_PORT_SHIFT=${portShift} npm start`,
  });
}

/** The host of this name; the message for an unknown one lists them all. */
export function findHost({ target }: Lab, name: string): Host {
  const host = target.hosts.find((each) => each.name === name);
  if (host) return host;
  throw new UserError(`There is no host "${name}" in this lab`, {
    next: `name one of: ${target.hosts.map((each) => each.name).join(', ')}`,
  });
}

/** The host of this name, which must be a database member. */
export function findMember(lab: Lab, name: string): Host {
  const host = findHost(lab, name);
  if (isMember(lab, host)) return host;
  const members = lab.target.endpoints.members.map((member) => member.name).join(', ');
  throw new UserError(`${name} is no database member`, { next: `name one of: ${members}` });
}

/** Whether a host is a database member of the lab. */
export function isMember({ target }: Pick<Lab, 'target'>, { name }: { name: string }) {
  return target.endpoints.members.some((member) => member.name === name);
}

/** The group of this lab; its steps tell `progress` what they are at. */
export function openGroup(lab: Lab, progress: Progress = () => undefined): Group {
  const { target, record, secrets } = lab;
  return createGroup({
    hosts: target.endpoints.members,
    uuid: record.groupUuid,
    listLeftOut: () => record.leftOut ?? [],
    accounts: secrets,
    servers: controlServers(lab, progress),
    progress,
  });
}

function controlServers(lab: Lab, progress: Progress): MemberServers {
  const { target, record, config } = lab;
  return {
    async restartAlone(name) {
      const host = findMember(lab, name);
      await target.kill(host);
      await target.start(host, { joinOnBoot: false });
    },
    async leaveOut(name) {
      progress(`${name} is left out`);
      const report = (error: Error) => progress(`${name} cannot be ended: ${error.message}`);
      await target.kill(findMember(lab, name)).catch(report);
      record.leftOut = [...(record.leftOut ?? []), name];
      await saveLabRecord(config.stateDir, record);
    },
    joinOnBoot: (name) => target.setJoinOnBoot(findMember(lab, name), true),
  };
}
