import type { Progress } from '../messages/progress.ts';
import type { MemberHost } from '../settings/endpoints.ts';
import type { Secrets } from '../state/secrets.ts';
import { type MemberClient, withMember } from './member-client.ts';
import { type MemberReport, reportMembers } from './member-report.ts';

/** What every step on the group needs to know. */
export interface GroupContext {
  members: MemberHost[];
  groupUuid: string;
  /** Members that the group was once begun without, by --force; only a reclone lets them in again. */
  leftOut: string[];
  secrets: Secrets;
  progress: Progress;
  /** Starts a member's server anew, in no group and not trying to join one. */
  restartAlone(name: string): Promise<void>;
  /** Ends a member's server for good, so that it cannot run a group of its own; remembers that it was left out. */
  leaveOut(name: string): Promise<void>;
  /** Lets a member join by itself whenever its server starts. */
  joinOnBoot(name: string): Promise<void>;
  signal?: AbortSignal;
}

/** Finds a member by its name. */
export function memberNamed({ members }: GroupContext, name: string): MemberHost {
  const member = members.find((each) => each.name === name);
  if (!member) throw new Error(`no member is called ${name}`);
  return member;
}

/** Talks to a member as the administrator. */
export function onMember<T>(
  context: GroupContext,
  name: string,
  work: (client: MemberClient) => Promise<T>,
  timeoutMs = 90_000,
) {
  return withMember(memberNamed(context, name), { account: context.secrets.root, timeoutMs }, work);
}

/** Asks all members how they are. */
export function reportGroup({ members, secrets }: GroupContext): Promise<MemberReport[]> {
  return reportMembers(members, { account: secrets.root, timeoutMs: 3_000 });
}
