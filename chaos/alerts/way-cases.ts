import { setTimeout as sleep } from 'node:timers/promises';
import { findHost } from '../../scripts/lab/open-lab.ts';
import { startHost } from '../../scripts/lifecycle/start-host.ts';
import { type AlertCase, again, once } from './alert-case.ts';
import type { FaultTools } from './fault-tools.ts';

const members = ['mysql-1', 'mysql-2', 'mysql-3'];
const kill = ({ lab }: FaultTools, name: string) => lab.target.kill(findHost(lab, name));
const start = ({ lab }: FaultTools, name: string) => startHost(lab, findHost(lab, name));
const tellOfAll = ({ tellProxy }: FaultTools, command: (server: string) => string) =>
  Promise.all(members.map((name) => tellProxy(command(`mysql/${name}`))));

// Frozen for a part of the time, as on a machine that is short of processors.
async function holdUp({ lab }: FaultTools, name: string, { frozenMs, freeMs }: { frozenMs: number; freeMs: number }) {
  const host = findHost(lab, name);
  await lab.target.pause(host);
  await sleep(frozenMs);
  await lab.target.resume(host);
  await sleep(freeMs);
}

/** What is done to HAProxy and to the API. */
export const wayCases: AlertCase[] = [
  {
    title: 'HAProxy is told to leave a member out',
    alerts: ['ProxyOmitsMember'],
    begin: once(({ tellProxy }) => tellProxy('set server mysql/mysql-2 state maint')),
    end: ({ tellProxy }) => tellProxy('set server mysql/mysql-2 state ready'),
  },
  {
    title: 'A member whose check is switched off leaves the group',
    alerts: ['ProxyRoutesOutsideGroup'],
    begin: once(async ({ lab, run, tellProxy }) => {
      await lab.target.stopCaretaker();
      await tellProxy('disable health mysql/mysql-3');
      await run('mysql-3', 'STOP GROUP_REPLICATION');
    }),
    async end({ lab, run, tellProxy }) {
      await tellProxy('enable health mysql/mysql-3');
      await run('mysql-3', 'START GROUP_REPLICATION');
      await lab.target.startCaretaker();
    },
  },
  {
    title: 'Each member is given one connection at most',
    alerts: ['ProxyQueue'],
    async begin(tools) {
      await tellOfAll(tools, (server) => `set maxconn server ${server} 1`);
      return async () => tools.knock(2);
    },
    async end(tools) {
      await tools.release();
      await tellOfAll(tools, (server) => `set maxconn server ${server} 350`);
    },
  },
  {
    title: 'HAProxy freezes',
    alerts: ['ProxyDown', 'ApiPoolWaits'],
    begin: once(({ lab }) => lab.target.pause(findHost(lab, 'haproxy'))),
    end: ({ lab }) => lab.target.resume(findHost(lab, 'haproxy')),
  },
  {
    title: 'A table is locked on every member',
    alerts: ['WriteProbeSlow'],
    begin: once(({ lab, hold }) =>
      Promise.all(members.map((name) => hold(name, `LOCK TABLES ${lab.database}.users READ`))),
    ),
    end: ({ release }) => release(),
  },
  {
    title: 'The API is killed',
    alerts: ['ApiDown'],
    begin: once((tools) => kill(tools, 'web')),
    end: (tools) => start(tools, 'web'),
  },
  {
    title: 'The API is held up for a second again and again',
    alerts: ['ApiEventLoopLag'],
    begin: again((tools) => holdUp(tools, 'web', { frozenMs: 1_000, freeMs: 500 })),
    end: async () => undefined,
  },
  {
    title: 'HAProxy is held up for three seconds again and again',
    alerts: ['ApiLatencyBudgetBurnsFast', 'ApiLatencyBudgetBurnsSlowly'],
    endsLate: true,
    begin: again((tools) => holdUp(tools, 'haproxy', { frozenMs: 3_000, freeMs: 700 })),
    end: async () => undefined,
  },
];

const strict = (name: string, expr: string) => ({ record: `limit:${name}`, expr, labels: { from: 'chaos' } });

/** What is done to the machine's limits and to the watchman. */
export const watchmanCases: AlertCase[] = [
  {
    title: 'The limits of memory, disk, clock and binary logs are set to what is there',
    alerts: ['HostMemoryLow', 'HostDiskFull', 'HostClockOff', 'BinaryLogsLarge'],
    begin: once(({ setRules }) =>
      setRules([
        strict('memory_available:ratio', 'vector(1)'),
        strict('disk_free:ratio', 'vector(1)'),
        strict('clock_offset:seconds', 'vector(0)'),
        strict('binary_logs:bytes', 'vector(1)'),
      ]),
    ),
    end: ({ setRules }) => setRules(),
  },
  {
    title: 'A rule matches two series where one was meant',
    alerts: ['MonitoringRulesFail'],
    begin: once(({ setRules }) => setRules([{ record: 'chaos:wrong', expr: 'up * on (job) up' }])),
    end: ({ setRules }) => setRules(),
  },
  {
    title: 'The exporters of the members and of the machine are killed',
    alerts: ['GroupMembersUnseen', 'MonitoringTargetDown'],
    begin: once((tools) => Promise.all(['mysqld-exporter', 'node-exporter'].map((name) => kill(tools, name)))),
    end: (tools) => Promise.all(['mysqld-exporter', 'node-exporter'].map((name) => start(tools, name))),
  },
  {
    title: 'The log store is to leave more of the disk free than there is',
    alerts: ['LogLinesWait'],
    begin: once(({ restart }) => restart('log-store', { LOG_LEAVE_FREE_MB: '1000000000' })),
    end: ({ restart }) => restart('log-store'),
  },
  {
    // A file of a quarter of that is closed.
    title: 'The log store is to keep 1 MB, and has no folder for its archive',
    alerts: ['LogFilesNotArchived'],
    begin: once(({ restart }) => restart('log-store', { LOG_KEEP_MB: '1', LOG_ARCHIVE: '/dev/null/archive' })),
    end: ({ restart }) => restart('log-store'),
  },
  {
    title: 'Prometheus is killed',
    alerts: ['Watchdog'],
    begin: once((tools) => kill(tools, 'prometheus')),
    end: (tools) => start(tools, 'prometheus'),
  },
];
