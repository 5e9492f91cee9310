import type { Lab } from '../../scripts/lab/open-lab.ts';
import { renderTable } from '../../scripts/messages/render-table.ts';

/** A row of the table: what, and how it went without the safety and with it. */
export type DemoRow = [what: string, without: string, withIt: string];

interface DemoParts<T> {
  /** The profile whose hosts it needs. */
  profile: string;
  /** What is done, for people. */
  about: string;
  /** What is taken out and put back, such as "tokens". */
  safety: string;
  /** Does it once. */
  run(lab: Lab, options: { isSafe: boolean }): Promise<T>;
  rows: { what: string; tell(outcome: T): string }[];
  /** Whether what the safety is for has happened. */
  isDamaged(outcome: T): boolean;
}

/** The same twice, without a safety and with it. */
export interface Demo {
  profile: string;
  /** Prints both side by side; false where the safety did not keep its promise. */
  play(lab: Lab): Promise<boolean>;
}

/** Makes a demo of its parts. */
export function defineDemo<T>({ profile, about, safety, run, rows, isDamaged }: DemoParts<T>): Demo {
  return {
    profile,
    async play(lab) {
      console.log(about);
      console.log(`… without ${safety}`);
      const without = await run(lab, { isSafe: false });
      console.log(`… with ${safety}`);
      const withIt = await run(lab, { isSafe: true });
      const lines = rows.map(({ what, tell }): DemoRow => [what, tell(without), tell(withIt)]);
      const name = safety.toUpperCase();
      console.log(`\n${renderTable(['', `WITHOUT ${name}`, `WITH ${name}`], lines)}`);
      return !isDamaged(withIt);
    },
  };
}
