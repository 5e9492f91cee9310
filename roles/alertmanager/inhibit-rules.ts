/** Alerts that need no message of their own while another one, their cause, is in force. */
export interface InhibitRule {
  source_matchers: string[];
  target_matchers: string[];
  /** Only between alerts that have the same value of these labels. */
  equal?: string[];
}

interface Silence {
  /** The alert that tells it all, by its name or by matchers. */
  cause: string | string[];
  /** The names of those that say nothing more. */
  silences: string[];
  /** Of these, those alone that match. */
  where?: string[];
  equal?: string[];
}

/** All that waits for the database: what clients notice, and where connections queue. */
const ofTheWay = [
  'WriteProbeFails',
  'WriteProbeSlow',
  'ApiErrorBudgetBurns.*',
  'ApiLatencyBudgetBurns.*',
  'ApiPoolWaits',
  'ProxyQueue',
];

const ofTheApi = ['job="haproxy"', 'proxy="api"'];

const silences: Silence[] = [
  // What others and the proxy see of a member while it leaves and while it returns. Not that the proxy sends clients to one that
  // is not ONLINE, nor that there are two groups: both are faults of their own, and graver.
  {
    cause: 'GroupMemberNotOnline',
    silences: ['GroupMemberUnreachable', 'GroupMemberReadOnly', 'GroupQueueLong', 'ProxyOmitsMember'],
    equal: ['instance'],
  },
  { cause: 'GroupMemberNotOnline', silences: ['GroupCanLoseNoMember'], equal: ['job'] },
  // Why a member is not ONLINE, or cannot be asked whether it is.
  { cause: 'GroupMemberRecoveringLong', silences: ['GroupMemberNotOnline'], equal: ['instance'] },
  { cause: 'GroupMemberForeignTransactions', silences: ['GroupMemberNotOnline'], equal: ['instance'] },
  { cause: 'GroupMemberOffline', silences: ['GroupMemberNotOnline', 'ProxyOmitsMember'], equal: ['instance'] },
  // Without a majority nothing is certified, no member joins, and the proxy's check refuses those that are left.
  {
    cause: 'GroupHasNoMajority',
    silences: [
      'GroupMemberNotOnline',
      'GroupMemberUnreachable',
      'GroupMemberRecoveringLong',
      'GroupViewsDisagree',
      'GroupCanLoseNoMember',
      'GroupQueueLong',
    ],
    equal: ['job'],
  },
  { cause: 'GroupHasNoMajority', silences: ['ProxyOmitsMember', ...ofTheWay] },
  { cause: 'GroupHasNoMajority', silences: ['ProxyHasNoServer'], where: ['job="haproxy"', 'proxy="mysql"'] },
  // The way to the database is HAProxy's; the edge is another one's way to the API, which the probe does not take.
  { cause: ['alertname="ProxyDown"', 'job="haproxy"'], silences: ofTheWay },
  {
    cause: ['alertname="ProxyHasNoServer"', 'job="haproxy"', 'proxy="mysql"'],
    silences: ['ProxyOmitsMember', ...ofTheWay],
  },
  { cause: ['alertname="ProxyHasNoServer"', ...ofTheApi], silences: ofTheWay },
  { cause: 'ProxyHasNoServer', silences: ['ProxyQueue'], equal: ['instance', 'proxy'] },
  // Its window remembers a process for some time. Only where no process is left do clients notice.
  { cause: 'ApiDown', silences: ['ApiEventLoopLag'], equal: ['instance'] },
  { cause: ['alertname="ApiDown"', 'others="down"'], silences: ofTheWay },
  { cause: ['alertname="ApiDown"', 'others="down"'], silences: ['ProxyHasNoServer'], where: ofTheApi },
  // A store that is dead takes no lines.
  { cause: 'MonitoringTargetDown', silences: ['LogLinesWait'], equal: ['job'] },
  // The same, but graver.
  { cause: 'ValkeyHasNoPrimary', silences: ['ValkeyDown', 'ValkeyReplicaNotConnected', 'ApiKeepsNoCopies'] },
  { cause: 'EtcdHasNoLeader', silences: ['EtcdNodeDown', 'EtcdLeaderChangesOften'] },
  { cause: 'WriteProbeFails', silences: ['WriteProbeSlow'] },
  { cause: 'ApiErrorBudgetBurnsFast', silences: ['ApiErrorBudgetBurnsSlowly'] },
  { cause: 'ApiLatencyBudgetBurnsFast', silences: ['ApiLatencyBudgetBurnsSlowly'] },
];

/** Which alerts are mere consequences of which: one dead member is one message, and so is a lost majority. */
export const inhibitRules: InhibitRule[] = silences.map(({ cause, silences: names, where = [], equal }) => ({
  source_matchers: typeof cause === 'string' ? [`alertname="${cause}"`] : cause,
  target_matchers: [`alertname=~"${names.join('|')}"`, ...where],
  ...(equal && { equal }),
}));
