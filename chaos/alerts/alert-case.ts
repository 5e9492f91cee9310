import type { FaultTools } from './fault-tools.ts';

/** A fault that alerts warn of. */
export interface AlertCase {
  /** What is done to the lab, for the table. */
  title: string;
  /** The alerts that fire. */
  alerts: string[];
  /** One of another case that fires as well, and tells of these in its message. */
  toldBy?: string;
  /** The profile whose hosts it breaks. */
  profile?: string;
  /** Its alerts end only minutes after the cure, so it comes last. */
  endsLate?: true;
  /** Causes it. What it gives back is called again and again until the alerts have fired. */
  begin(tools: FaultTools): Promise<undefined | (() => Promise<unknown>)>;
  /** Cures it. */
  end(tools: FaultTools): Promise<unknown>;
}

/** A case whose cause is one action. */
export const once = (begin: (tools: FaultTools) => Promise<unknown>) => async (tools: FaultTools) => {
  await begin(tools);
  return undefined;
};

/** A case whose cause is repeated until the alerts have fired. */
export const again = (begin: (tools: FaultTools) => Promise<unknown>) => async (tools: FaultTools) => () =>
  begin(tools);
