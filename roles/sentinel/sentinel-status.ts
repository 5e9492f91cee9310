import type { Host } from '../../scripts/settings/lab-file.ts';
import { askServer } from '../valkey/ask.ts';
import { passwordOf } from '../valkey/configuration.ts';
import type { LabView } from '../view.ts';

/** What a Sentinel says of the Valkey that it watches. */
export interface SentinelStatus {
  version: string;
  /** Where the primary answers, as people write it. */
  primary: string;
  /** Further Sentinels that it knows. */
  others: number;
  isDown: boolean;
}

/** Asks one Sentinel for its state. */
export async function askSentinel(view: LabView, host: Host, { timeoutMs }: { timeoutMs: number }) {
  const password = passwordOf(view);
  return readSentinelInfo(await askServer(view.at(host, 'sentinel'), ['INFO'], { password, timeoutMs }));
}

/** Reads a Sentinel's answer to INFO. */
export function readSentinelInfo(text: string): SentinelStatus {
  const version = /^valkey_version:(.+?)\r?$/m.exec(text)?.[1];
  const watched = /^master0:name=[^,]+,status=(\w+),address=(.+:\d+),slaves=\d+,sentinels=(\d+)/m.exec(text);
  if (version === undefined || !watched) throw new Error(`This is not the answer of a Sentinel: ${text.slice(0, 100)}`);
  const [, status, primary = '', sentinels] = watched;
  return { version, primary, others: Number(sentinels) - 1, isDown: status !== 'ok' };
}
