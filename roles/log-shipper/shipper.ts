import { readdirSync, readFileSync, statSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { countUnread, type Position, readLog } from './read-log.ts';
import { type LineTarget, sendLines } from './send-lines.ts';
import { type SentLine, takeLines } from './take-lines.ts';

export interface ShipperOptions {
  /** The folder with a folder of each host, in which its host.log is. */
  hostsFolder: string;
  /** Where it is kept how far each log was sent. */
  positionsPath: string;
  target: LineTarget;
  say(text: string): void;
}

const everyMs = 200;
const longestPauseMs = 2_000;
// Of one log at once, so that one which grows fast keeps no other waiting.
const maxLogBytes = 1_048_576;
const maxBatchBytes = 2_000_000;

type Positions = Record<string, Position>;

/** Sends what is written to the logs of all hosts. The logs are the queue: what was not kept by the store is read again. */
export class Shipper {
  readonly #options: ShipperOptions;
  #positions: Positions;
  /** What each log's file was like when all of it had been read. */
  readonly #stamps = new Map<string, string>();
  #sendingSinceMs: number | undefined;
  sent = 0;
  refused = 0;
  missedBytes = 0;

  constructor(options: ShipperOptions) {
    this.#options = options;
    this.#positions = readPositions(options.positionsPath);
  }

  /** Bytes of each host's log that are not in the store yet. */
  get unreadBytes() {
    return this.#listHosts().map((host) => [host, countUnread(this.#pathOf(host), this.#positions[host])] as const);
  }

  /** How long the lines that are being sent have waited for the store; 0 where none are. */
  get waitingS() {
    return this.#sendingSinceMs === undefined ? 0 : (performance.now() - this.#sendingSinceMs) / 1_000;
  }

  /** Works until the signal. */
  async run(signal: AbortSignal) {
    while (!signal.aborted) {
      const { lines, next } = this.#read();
      if (Object.keys(next).length === 0) await pause(everyMs, signal);
      else if (lines.length === 0 || (await this.#sendUntilKept(lines, signal))) await this.#keep(next, lines.length);
    }
  }

  #read() {
    const lines: SentLine[] = [];
    const next: Positions = {};
    let bytes = 0;
    for (const host of this.#listHosts()) {
      if (bytes >= maxBatchBytes) break;
      const stamp = stampOf(this.#pathOf(host));
      if (stamp === this.#stamps.get(host)) continue;
      const part = readLog(this.#pathOf(host), this.#positions[host], maxLogBytes);
      if (!part) continue;
      if (part.data.length < maxLogBytes) this.#stamps.set(host, stamp);
      if (part.missed > 0) this.#tellMissed(host, part.missed);
      const taken = takeLines(host, part, maxLogBytes);
      if (taken.next.place === part.from.place && part.missed === 0) continue;
      lines.push(...taken.lines);
      next[host] = taken.next;
      bytes += part.data.length;
    }
    return { lines, next };
  }

  async #sendUntilKept(lines: SentLine[], signal: AbortSignal) {
    let [isTold, pauseMs] = [false, everyMs];
    this.#sendingSinceMs = performance.now();
    for (;;) {
      try {
        for (const refused of await sendLines(lines, this.#options.target, signal)) this.#tellRefused(refused);
        if (isTold) this.#options.say('The log store takes lines again');
        this.#sendingSinceMs = undefined;
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        if (!isTold) this.#options.say(`Lines wait in the logs: ${(error as Error).message}`);
        isTold = true;
        await pause(pauseMs, signal);
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
      }
    }
  }

  #tellRefused(text: string) {
    this.refused += 1;
    this.#options.say(`The log store refused a line for good: ${text}`);
  }

  #tellMissed(host: string, bytes: number) {
    this.missedBytes += bytes;
    this.#options.say(`${bytes} bytes of the log of ${host} were removed before they could be sent`);
  }

  async #keep(next: Positions, sent: number) {
    this.#positions = { ...this.#positions, ...next };
    this.sent += sent;
    // On a full disk they stay as they were: after a restart lines are sent again, and the store drops them.
    await writePositions(this.#options.positionsPath, this.#positions).catch(() => undefined);
  }

  #pathOf(host: string) {
    return join(this.#options.hostsFolder, host, 'host.log');
  }

  #listHosts() {
    return readdirSync(this.#options.hostsFolder);
  }
}

function stampOf(path: string) {
  const { ino = 0, size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return `${ino} ${size}`;
}

// Where they are lost, everything is sent again, and the store drops what it has.
function readPositions(path: string): Positions {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}

async function writePositions(path: string, positions: Positions) {
  await writeFile(`${path}.new`, JSON.stringify(positions), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => undefined);
