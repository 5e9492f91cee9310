import type { LabHead } from '../scripts/explain/headline.ts';

/** What the page knows of a lab besides its record; sent to each browser first. */
export interface LabPage extends LabHead {
  /** Such as "mysql-group-lab". */
  name: string;
  hosts: PageHost[];
  /** Whether this browser may give commands. */
  mayCommand: boolean;
  /** Whether the hosts are machines. */
  hasFaults: boolean;
  links: PageLink[];
  /** The record of a run that is over: there is no live. */
  isReplay: boolean;
}

export interface PageHost {
  name: string;
  role: string;
  title: string;
  address: string;
  /** Whether it can read its configuration anew. */
  canReload: boolean;
}

export interface PageLink {
  title: string;
  /** A page that a browser can open, or an address for other programs. */
  url?: string;
  address?: string;
  login?: string;
}
