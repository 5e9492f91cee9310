import { migrate } from '../database/migrations.ts';
import type { MemberAccess } from '../database/open-member.ts';
import { seed } from '../database/seed.ts';
import { findLiveGroup } from '../group/quorum.ts';
import { type Lab, openGroup } from '../lab/open-lab.ts';
import type { Progress } from '../messages/progress.ts';
import { UserError } from '../messages/user-error.ts';
import type { Host } from '../settings/lab-file.ts';
import { saveLabRecord } from '../state/lab-record.ts';

/** Creates or changes the application's tables, and seeds a lab that is new. */
export async function installTables(lab: Lab, onProgress: Progress) {
  const member = await chooseMember(lab);
  await migrate(member, { onProgress });
  await seedNewLab(lab, member, onProgress);
  for (const part of listDatabaseParts(lab, lab.target.hosts)) await part.begin(member, lab.target.view);
}

async function seedNewLab(lab: Lab, member: MemberAccess, onProgress: Progress) {
  if (lab.record.seeded) return;
  await seed(member, { onProgress });
  lab.record.seeded = true;
  await saveLabRecord(lab.config.stateDir, lab.record);
}

/** What the database has only where the lab has these hosts, each once. */
export function listDatabaseParts({ target }: Lab, hosts: Host[]) {
  return [...new Set(hosts.map((host) => target.roles.of(host)))].flatMap(({ inDatabase }) => inDatabase ?? []);
}

/**
 * The member through which tables are changed: every command chooses the same one, so its named
 * lock serves all.
 */
export async function chooseMember(lab: Lab): Promise<MemberAccess> {
  const live = findLiveGroup(await openGroup(lab).report()).map(({ name }) => name);
  const member = lab.target.endpoints.members.find(({ name }) => live.includes(name));
  if (!member) throw new UserError('No member of the group takes changes now', { next: './lab recover' });
  const { username, password } = lab.secrets.root;
  const { mysql, authority } = member;
  return { host: mysql.address, port: mysql.port, user: username, password, database: lab.database, authority };
}
