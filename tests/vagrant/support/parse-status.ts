import type { Status } from '../../../scripts/status/collect-status.ts';

/** What `status --json` printed; it prints JSON also where the lab does not work. */
export function parseStatus({ stdout, stderr }: { stdout: string; stderr: string }): Status {
  try {
    return JSON.parse(stdout) as Status;
  } catch {
    throw new Error(`status --json printed no JSON: ${stdout}${stderr}`);
  }
}

/** The address of a host, without its port. */
export const host = (address: string) => address.slice(0, address.lastIndexOf(':'));
