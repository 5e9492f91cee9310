import type { Moment } from '../../scripts/explain/moment.ts';

/** What goes through a host, in a few words. */
export interface Flow {
  text: string;
  isBad?: boolean;
}

/** Of which host that is asked, and at which moment. */
export interface FlowQuestion {
  name: string;
  moment: Moment;
  moments: Moment[];
  atMs: number;
}
