/** An alert that needs no message of its own while another one, its cause, is in force. */
interface InhibitRule {
  source_matchers: string[];
  target_matchers: string[];
  /** Only between alerts that have the same value of these labels. */
  equal?: string[];
}

const cause = (name: string, consequences: string[], equal?: string[]): InhibitRule => ({
  source_matchers: [`alertname="${name}"`],
  target_matchers: [`alertname=~"${consequences.join('|')}"`],
  ...(equal && { equal }),
});

const ofOneMember = [
  'GroupMemberUnreachable',
  'GroupMemberRecoveringLong',
  'GroupMemberReadOnly',
  'GroupViewsDisagree',
  'GroupCanLoseNoMember',
  'GroupQueueLong',
  'ProxyRoutesOutsideGroup',
  'ProxyOmitsMember',
];
const ofTheWay = [
  'WriteProbeFails',
  'WriteProbeSlow',
  'ApiErrorBudgetBurns.*',
  'ApiLatencyBudgetBurns.*',
  'ApiPoolWaits',
];

/** Which alerts are mere consequences of which: one dead member is one message, and so is a lost majority. */
export const inhibitRules: InhibitRule[] = [
  cause('GroupMemberNotOnline', ofOneMember),
  cause('GroupMemberOffline', ['GroupMemberNotOnline', ...ofOneMember]),
  cause('GroupMemberForeignTransactions', ['GroupMemberNotOnline'], ['instance']),
  cause('GroupHasNoMajority', ['GroupMember.*', 'ProxyHasNoServer', 'ProxyQueue', ...ofOneMember, ...ofTheWay]),
  cause('ProxyHasNoServer', ['ProxyOmitsMember', 'ProxyQueue', ...ofTheWay]),
  cause('ProxyDown', ['ProxyOmitsMember', 'ProxyQueue', ...ofTheWay, 'MonitoringTargetDown']),
  cause('MonitoringTargetDown', ['LogLinesWait'], ['job']),
  cause('ApiDown', ['ApiEventLoopLag', ...ofTheWay]),
  cause('ValkeyHasNoPrimary', ['ValkeyDown', 'ValkeyReplicaNotConnected', 'ApiKeepsNoCopies']),
  cause('EtcdHasNoLeader', ['EtcdNodeDown', 'EtcdLeaderChangesOften']),
  cause('WriteProbeFails', ['WriteProbeSlow']),
  cause('ApiErrorBudgetBurnsFast', ['ApiErrorBudgetBurnsSlowly']),
  cause('ApiLatencyBudgetBurnsFast', ['ApiLatencyBudgetBurnsSlowly']),
];
