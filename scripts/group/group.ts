import type { Progress } from '../messages/progress.ts';
import type { Endpoint, MemberHost } from '../settings/endpoints.ts';
import type { Account } from '../state/secrets.ts';
import { waitFor } from '../waiting/wait.ts';
import { type MemberClient, withMember } from './member-client.ts';
import { type MemberReport, reportMember, reportMembers } from './member-report.ts';

/** What the lab does to the servers of members, by their names. */
export interface MemberServers {
  /** Starts a server again, outside of any group and not trying to join one. */
  restartAlone(name: string): Promise<void>;
  /**
   * Ends a server for good, so that it cannot run a group of its own, and records that it was left
   * out.
   */
  leaveOut(name: string): Promise<void>;
  /** Makes a member join the group whenever its server starts. */
  joinOnBoot(name: string): Promise<void>;
}

export interface GroupOptions {
  hosts: MemberHost[];
  uuid: string;
  /**
   * The members that `recover --force` once formed the group without; a reclone lets each in again.
   */
  listLeftOut(): string[];
  accounts: { root: Account; replication: Account };
  servers: MemberServers;
  progress: Progress;
}

/** One member of the group; statements run as the administrator. */
export interface GroupMember {
  name: string;
  mysql: Endpoint;
  run(sql: string, options?: { timeoutMs: number }): Promise<void>;
  rows<T = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Runs several statements on one connection. */
  talk<T>(work: (client: MemberClient) => Promise<T>, options?: { timeoutMs: number }): Promise<T>;
  /** Asks the member for its state; a member that does not answer is DOWN. */
  report(): Promise<MemberReport>;
  waitUntilAnswers(): Promise<void>;
  restartAlone(): Promise<void>;
  leaveOut(): Promise<void>;
  joinOnBoot(): Promise<void>;
}

/** The members of the lab, whether or not they form a group at this moment. */
export interface Group {
  uuid: string;
  members: GroupMember[];
  leftOut: string[];
  /** The account with which members copy from each other. */
  replication: Account;
  progress: Progress;
  member(name: string): GroupMember;
  /** Asks all members at once. */
  report(): Promise<MemberReport[]>;
}

/** Makes the object through which steps talk to the members. */
export function createGroup(options: GroupOptions): Group {
  const { hosts, uuid, accounts, progress } = options;
  const members = hosts.map((host) => createMember(host, options));
  return {
    uuid,
    members,
    get leftOut() {
      return options.listLeftOut();
    },
    replication: accounts.replication,
    progress,
    member(name) {
      const member = members.find((each) => each.name === name);
      if (!member) throw new Error(`no member is called ${name}`);
      return member;
    },
    report: () => reportMembers(hosts, { account: accounts.root, timeoutMs: 3_000 }),
  };
}

function createMember(host: MemberHost, options: GroupOptions): GroupMember {
  const { name, mysql } = host;
  const { hosts, servers, accounts } = options;
  const talk: GroupMember['talk'] = (work, { timeoutMs } = { timeoutMs: 90_000 }) =>
    withMember(host, { account: accounts.root, timeoutMs }, work);
  const report = () => reportMember(host, { account: accounts.root, timeoutMs: 5_000, members: hosts });
  const answers = async () => (await report()).answers;
  return {
    name,
    mysql,
    talk,
    run: (sql, limit) => talk((client) => client.run(sql), limit),
    rows: (sql, values) => talk((client) => client.rows(sql, values)),
    report,
    waitUntilAnswers: async () => void (await waitFor(answers, { what: `${name} to answer`, timeoutMs: 60_000 })),
    restartAlone: () => servers.restartAlone(name),
    leaveOut: () => servers.leaveOut(name),
    joinOnBoot: () => servers.joinOnBoot(name),
  };
}
