/** What can be done to hosts; each word is a command of the lab, or made of some. */
export type Act =
  | 'kill'
  | 'stop'
  | 'start'
  | 'pause'
  | 'resume'
  | 'poweroff'
  | 'switch on'
  | 'partition'
  | 'slow'
  | 'heal'
  | 'reload'
  | 'restart'
  | 'reclone'
  | 'recover'
  | 'fill the disk of'
  | 'shift the clock of';

/** The lab's hosts by their part in it; the members in the order of lab.json. */
export type Part = 'first' | 'second' | 'third' | 'haproxy' | 'web';

export interface Step {
  /** Seconds after the load began. */
  atS: number;
  act: Act;
  /** To whom; nobody where the act is about the group. */
  to?: Part;
  /** From whom a partition cuts it off. */
  from?: Part[];
  /** Whether it mends what an earlier step broke. */
  mends?: boolean;
}

/** A run as data: what is done to the lab, and when. */
export interface Scenario {
  name: string;
  title: string;
  /** What one types to have it, where that is not its name. */
  words?: string;
  steps: Step[];
  /** How long the load lasts at least. */
  seconds: number;
  /** Nothing can serve meanwhile: requests may fail, and the lab has to serve again soon after. */
  outageExpected?: boolean;
}
