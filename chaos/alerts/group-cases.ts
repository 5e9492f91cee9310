import { randomUUID } from 'node:crypto';
import { findMember } from '../../scripts/lab/open-lab.ts';
import { recloneMember } from '../../scripts/lifecycle/reclone-member.ts';
import { startHost } from '../../scripts/lifecycle/start-host.ts';
import { withCommandLock } from '../../scripts/state/command-lock.ts';
import { type AlertCase, once } from './alert-case.ts';
import { type FaultTools, waitForMember } from './fault-tools.ts';

const [first, second, third] = ['mysql-1', 'mysql-2', 'mysql-3'] as const;

const start = ({ lab }: FaultTools, name: string) => startHost(lab, findMember(lab, name));

// Else it would let the member join again at once.
const leaveGroup = async ({ lab, run }: FaultTools, name: string) => {
  await lab.target.stopCaretaker();
  await run(name, 'STOP GROUP_REPLICATION');
};

/** What is done to members. */
export const groupCases: AlertCase[] = [
  {
    title: 'A member is killed',
    alerts: ['GroupMemberNotOnline', 'GroupCanLoseNoMember'],
    begin: once(({ lab }) => lab.target.kill(findMember(lab, second))),
    end: (tools) => start(tools, second),
  },
  {
    title: 'A member is set to read-only',
    alerts: ['GroupMemberReadOnly'],
    begin: once(({ run }) => run(second, 'SET GLOBAL super_read_only = ON')),
    end: ({ run }) => run(second, 'SET GLOBAL super_read_only = OFF, GLOBAL read_only = OFF'),
  },
  {
    title: 'A member is set to offline mode',
    alerts: ['GroupMemberOffline'],
    begin: once(({ run }) => run(second, 'SET GLOBAL offline_mode = ON')),
    end: ({ run }) => run(second, 'SET GLOBAL offline_mode = OFF'),
  },
  {
    title: 'A person writes to a member that has left the group',
    alerts: ['GroupMemberForeignTransactions'],
    begin: once(async (tools) => {
      await leaveGroup(tools, third);
      await tools.run(
        third,
        'SET GLOBAL super_read_only = OFF',
        'CREATE DATABASE lab_alerts',
        'DROP DATABASE lab_alerts',
      );
    }),
    async end({ lab }) {
      const member = findMember(lab, third);
      const runQuietly = async (steps: { run(progress: () => void): unknown }[]) => {
        for (const step of steps) await step.run(() => undefined);
      };
      await withCommandLock(lab.config.stateDir, () => recloneMember(lab, member, runQuietly));
      await lab.target.startCaretaker();
    },
  },
  {
    title: 'A member begins a group of its own',
    alerts: ['GroupViewsDisagree'],
    async begin(tools) {
      // No client may write there: what it took would be lost.
      await tools.tellProxy(`set server mysql/${third} state maint`);
      await leaveGroup(tools, third);
      await tools.run(
        third,
        `SET GLOBAL group_replication_group_name = '${randomUUID()}'`,
        'SET GLOBAL group_replication_bootstrap_group = ON',
        'START GROUP_REPLICATION',
        'SET GLOBAL group_replication_bootstrap_group = OFF',
      );
      return undefined;
    },
    async end(tools) {
      const { groupUuid } = tools.lab.record;
      const ownName = `SET GLOBAL group_replication_group_name = '${groupUuid}'`;
      await tools.run(third, 'STOP GROUP_REPLICATION', ownName, 'START GROUP_REPLICATION');
      await tools.lab.target.startCaretaker();
      await tools.tellProxy(`set server mysql/${third} state ready`);
    },
  },
  {
    title: 'A table of a member is locked',
    alerts: ['GroupQueueLong'],
    begin: once(({ lab, hold }) => hold(second, `LOCK TABLES ${lab.database}.articles READ`)),
    end: ({ release }) => release(),
  },
  {
    title: 'Two members change the same row over and over',
    alerts: ['GroupConflictsFrequent'],
    async begin({ run }) {
      await run(
        first,
        'CREATE DATABASE lab_alerts',
        'CREATE TABLE lab_alerts.row_of_all (id INT PRIMARY KEY, n INT NOT NULL)',
        'INSERT INTO lab_alerts.row_of_all VALUES (1, 0)',
      );
      const statements = Array.from({ length: 50 }, () => 'UPDATE lab_alerts.row_of_all SET n = n + 1 WHERE id = 1');
      const change = (name: string) =>
        Promise.all(statements.map((statement) => run(name, statement).catch(() => undefined)));
      return () => Promise.all([change(first), change(second)]);
    },
    end: ({ run }) => run(first, 'DROP DATABASE lab_alerts'),
  },
  {
    title: 'A member that returns finds a table locked',
    alerts: ['GroupMemberRecoveringLong'],
    async begin(tools) {
      const { lab, hold } = tools;
      const member = findMember(lab, third);
      await lab.target.stopCaretaker();
      await lab.target.stop(member);
      await lab.target.start(member, { joinOnBoot: false });
      await waitForMember(tools, third);
      await hold(third, `LOCK TABLES ${lab.database}.articles READ, ${lab.database}.users READ`);
      // It answers when the member is in the group, which may wait for the lock.
      void tools.run(third, 'START GROUP_REPLICATION').catch(() => undefined);
      await lab.target.startCaretaker();
      return undefined;
    },
    end: ({ release }) => release(),
  },
  {
    // The last one sees the others as unreachable until it gives up.
    title: 'Two of three members are killed',
    alerts: [
      'GroupMemberUnreachable',
      'GroupHasNoMajority',
      'ProxyHasNoServer',
      'WriteProbeFails',
      'ApiErrorBudgetBurnsFast',
      'ApiErrorBudgetBurnsSlowly',
      'ApiUnknownCommits',
    ],
    toldBy: 'GroupMemberNotOnline',
    begin: once(({ lab }) => Promise.all([second, third].map((name) => lab.target.kill(findMember(lab, name))))),
    end: (tools) => Promise.all([second, third].map((name) => start(tools, name))),
  },
];
