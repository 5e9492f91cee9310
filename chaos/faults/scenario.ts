/** What can be done to a host or to the group; most are commands of the lab. */
export type Action =
  | 'kill'
  | 'stop'
  | 'start'
  | 'pause'
  | 'resume'
  | 'poweroff'
  | 'switch on'
  | 'partition'
  | 'slow'
  | 'lag'
  | 'catch up'
  | 'heal'
  | 'reload'
  | 'restart'
  | 'reclone'
  | 'recover';

/** A host of the lab: the members by their order in lab.json, the others by their role, and where it has several their order. */
export type HostAlias =
  | 'first'
  | 'second'
  | 'third'
  | 'haproxy'
  | 'web'
  | 'edge'
  | 'cdn'
  | `${'' | 'second ' | 'third '}${'rabbitmq' | 'relay' | 'consumer' | 'etcd' | 'valkey'}`;

/** An action and its time. */
export interface ScheduledAction {
  /** Seconds after the load began. */
  atS: number;
  action: Action;
  /** The host; left out for an action on the whole group. */
  to?: HostAlias;
  /** The hosts from which a partition cuts it off. */
  from?: HostAlias[];
  /** Whether it mends what an earlier action broke. */
  mends?: boolean;
}

/** What is done to the lab, and when. */
export interface Scenario {
  name: string;
  title: string;
  /** The words after `chaos` that run it, if not its name. */
  words?: string;
  schedule: ScheduledAction[];
  /** The load lasts at least this long. */
  seconds: number;
  /** The lab must have so many hosts of a role. */
  needs?: { role: HostAlias; count: number };
  /** No host can serve meanwhile: requests may fail, and the lab must serve again soon after. */
  outageExpected?: boolean;
}
