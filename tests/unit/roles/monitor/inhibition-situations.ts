export type Labels = Record<string, string>;

// The labels are those of the rules.
const ofMember = (alertname: string, instance: string) => ({ alertname, job: 'mysql', instance, server: instance });
const ofServer = (alertname: string, instance: string) => ({ alertname, instance, server: instance });
const ofGroup = (alertname: string) => ({ alertname, job: 'mysql' });
const ofProxy = (alertname: string, job: string, proxy?: string) => ({
  alertname,
  job,
  instance: job,
  ...(proxy && { proxy }),
});
const ofApi = (alertname: string, instance?: string) => ({ alertname, job: 'api', ...(instance && { instance }) });
const ofProbe = (alertname: string) => ({ alertname, job: 'probe', instance: 'probe' });
const all = (alertname: string, job: string, instances: string[]) =>
  instances.map((instance) => ({ alertname, job, instance }));

const clientsNotice = [
  ofProbe('WriteProbeFails'),
  ofProbe('WriteProbeSlow'),
  ofApi('ApiErrorBudgetBurnsFast'),
  ofApi('ApiErrorBudgetBurnsSlowly'),
  ofApi('ApiLatencyBudgetBurnsFast'),
  ofApi('ApiLatencyBudgetBurnsSlowly'),
];
const theWayIsBlocked = [
  ...clientsNotice,
  ofApi('ApiPoolWaits', 'web'),
  ofProxy('ProxyQueue', 'haproxy', 'mysql'),
  ofProxy('ProxyQueue', 'edge', 'guard'),
];
const whoNotices = [ofProbe('WriteProbeFails'), ofApi('ApiErrorBudgetBurnsFast'), ofApi('ApiLatencyBudgetBurnsFast')];

interface Situation {
  title: string;
  told: Labels[];
  silent: Labels[];
}

/** Which messages are sent in which situation, and what says nothing more than they do. */
export const situations: Situation[] = [
  {
    title: 'one dead member is one message, while it leaves and while it returns',
    told: [ofMember('GroupMemberNotOnline', 'mysql-2')],
    silent: [
      ofMember('GroupMemberUnreachable', 'mysql-2'),
      ofMember('GroupMemberReadOnly', 'mysql-2'),
      { ...ofMember('GroupQueueLong', 'mysql-2'), queue: 'applier' },
      ofServer('ProxyOmitsMember', 'mysql-2'),
      ofGroup('GroupCanLoseNoMember'),
    ],
  },
  {
    title: 'what is the matter with another member is told beside it',
    told: [
      ofMember('GroupMemberNotOnline', 'mysql-2'),
      ofMember('GroupMemberUnreachable', 'mysql-3'),
      ofMember('GroupMemberReadOnly', 'mysql-1'),
      { ...ofMember('GroupQueueLong', 'mysql-1'), queue: 'certification' },
      ofServer('ProxyOmitsMember', 'mysql-3'),
    ],
    silent: [],
  },
  {
    title: 'clients that are sent to a member outside of the group are told, though it is not ONLINE',
    told: [ofMember('GroupMemberNotOnline', 'mysql-3'), ofServer('ProxyRoutesOutsideGroup', 'mysql-3')],
    silent: [],
  },
  {
    title: 'two groups are told, though a further member is dead',
    told: [ofMember('GroupMemberNotOnline', 'mysql-2'), ofGroup('GroupViewsDisagree')],
    silent: [ofGroup('GroupCanLoseNoMember')],
  },
  {
    title: 'a member that recovers for long is told as that',
    told: [ofMember('GroupMemberRecoveringLong', 'mysql-3'), ofMember('GroupMemberNotOnline', 'mysql-2')],
    silent: [ofMember('GroupMemberNotOnline', 'mysql-3')],
  },
  {
    title: "a member that cannot join for transactions that are not the group's is told as that",
    told: [ofServer('GroupMemberForeignTransactions', 'mysql-3'), ofMember('GroupMemberNotOnline', 'mysql-2')],
    silent: [ofMember('GroupMemberNotOnline', 'mysql-3')],
  },
  {
    title: 'offline mode of one member keeps the death of another from no message',
    told: [ofServer('GroupMemberOffline', 'mysql-1'), ofMember('GroupMemberNotOnline', 'mysql-2')],
    silent: [
      ofMember('GroupMemberNotOnline', 'mysql-1'),
      ofServer('ProxyOmitsMember', 'mysql-1'),
      ofGroup('GroupCanLoseNoMember'),
    ],
  },
  {
    title: 'a lost majority is one message',
    told: [ofGroup('GroupHasNoMajority')],
    silent: [
      ofMember('GroupMemberNotOnline', 'mysql-2'),
      ofMember('GroupMemberUnreachable', 'mysql-3'),
      ofMember('GroupMemberRecoveringLong', 'mysql-3'),
      ofGroup('GroupViewsDisagree'),
      ofGroup('GroupCanLoseNoMember'),
      { ...ofMember('GroupQueueLong', 'mysql-1'), queue: 'certification' },
      ofServer('ProxyOmitsMember', 'mysql-1'),
      ofProxy('ProxyHasNoServer', 'haproxy', 'mysql'),
      ...theWayIsBlocked,
    ],
  },
  {
    title: 'why there is no majority is told, and what else is broken',
    told: [
      ofGroup('GroupHasNoMajority'),
      ofServer('GroupMemberOffline', 'mysql-1'),
      ofServer('GroupMemberForeignTransactions', 'mysql-2'),
      ofServer('ProxyRoutesOutsideGroup', 'mysql-3'),
      ofProxy('ProxyHasNoServer', 'edge', 'pages'),
    ],
    silent: [],
  },
  {
    title: 'HAProxy that is down is one message',
    told: [ofProxy('ProxyDown', 'haproxy')],
    silent: theWayIsBlocked,
  },
  {
    title: 'HAProxy without a member is one message',
    told: [ofProxy('ProxyHasNoServer', 'haproxy', 'mysql')],
    silent: [ofServer('ProxyOmitsMember', 'mysql-1'), ofServer('ProxyOmitsMember', 'mysql-2'), ...theWayIsBlocked],
  },
  {
    title: 'HAProxy without a process of the API, of which each is in maintenance, is one message',
    told: [ofProxy('ProxyHasNoServer', 'haproxy', 'api')],
    silent: [ofProxy('ProxyQueue', 'haproxy', 'api'), ...theWayIsBlocked],
  },
  {
    title: 'an edge that is down, or has no server, keeps nothing silent that does not pass it',
    told: [
      ofProxy('ProxyDown', 'edge'),
      ofProxy('ProxyHasNoServer', 'edge', 'pages'),
      ofProxy('ProxyHasNoServer', 'edge', 'guard'),
      { alertname: 'MonitoringTargetDown', job: 'node', instance: 'node-exporter' },
      ofProxy('ProxyQueue', 'haproxy', 'mysql'),
      ofApi('ApiPoolWaits', 'web'),
      ofServer('ProxyOmitsMember', 'mysql-1'),
      ...whoNotices,
    ],
    silent: [ofProxy('ProxyQueue', 'edge', 'guard')],
  },
  {
    title: 'one of several processes of the API that is down explains nothing of the others',
    told: [ofApi('ApiDown', 'web'), ofApi('ApiPoolWaits', 'web-2'), ofApi('ApiEventLoopLag', 'web-2'), ...whoNotices],
    silent: [ofApi('ApiEventLoopLag', 'web')],
  },
  {
    title: 'an API of which no process is left is told as that',
    told: [{ ...ofApi('ApiDown', 'web'), others: 'down' }],
    silent: [ofProxy('ProxyHasNoServer', 'haproxy', 'api'), ...theWayIsBlocked],
  },
  {
    title: 'a log store that gives no numbers takes no lines',
    told: [{ alertname: 'MonitoringTargetDown', job: 'logs', instance: 'log-store' }],
    silent: [{ alertname: 'LogLinesWait', job: 'logs', instance: 'log-shipper' }],
  },
  {
    title: 'a node_exporter that is down has no part in lines that wait',
    told: [
      { alertname: 'MonitoringTargetDown', job: 'node', instance: 'node-exporter' },
      { alertname: 'LogLinesWait', job: 'logs', instance: 'log-shipper' },
    ],
    silent: [],
  },
  {
    title: 'a cache without a primary is one message',
    told: [{ alertname: 'ValkeyHasNoPrimary' }],
    silent: [
      ...all('ValkeyDown', 'valkey', ['valkey-1', 'valkey-2']),
      ...all('ValkeyReplicaNotConnected', 'valkey', ['valkey-3']),
      ofApi('ApiKeepsNoCopies', 'web'),
    ],
  },
  {
    title: 'locks without a leader are one message',
    told: [{ alertname: 'EtcdHasNoLeader' }],
    silent: [
      ...all('EtcdNodeDown', 'etcd', ['etcd-1', 'etcd-2']),
      { alertname: 'EtcdLeaderChangesOften', job: 'etcd' },
    ],
  },
  {
    title: 'of two alerts of the same the graver one is told',
    told: whoNotices,
    silent: clientsNotice.filter((alert) => !whoNotices.some(({ alertname }) => alertname === alert.alertname)),
  },
];
