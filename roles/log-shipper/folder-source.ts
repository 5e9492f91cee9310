import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Batch, LineSource, SentLine } from './line-source.ts';
import { readPosition, writePosition } from './positions-file.ts';
import { countUnread, type Position, readLog } from './read-log.ts';
import { takeLines } from './take-lines.ts';

export interface FolderOptions {
  /** The folder with a folder of each host, in which its host.log is. */
  hostsFolder: string;
  /** What no other lab is called. */
  lab: string;
  /** Where it is kept how far each log was sent. */
  positionsPath: string;
  say(text: string): void;
}

// Of one log at once, so that one which grows fast keeps no other waiting.
const maxLogBytes = 1_048_576;
const maxBatchBytes = 2_000_000;

type Positions = Record<string, Position>;

/** The logs of hosts that are processes. */
export class FolderSource implements LineSource {
  readonly name = 'the logs of the hosts';
  readonly #options: FolderOptions;
  #positions: Positions;
  /** What each log's file was like when all of it had been read. */
  #stamps = new Map<string, string>();
  missedBytes = 0;

  constructor(options: FolderOptions) {
    this.#options = options;
    this.#positions = readPosition(options.positionsPath, {});
  }

  /** Bytes of each host's log that are not in the store yet. */
  get unreadBytes() {
    return this.#listHosts().map((host) => [host, countUnread(this.#pathOf(host), this.#positions[host])] as const);
  }

  async read(): Promise<Batch | undefined> {
    const lines: SentLine[] = [];
    const next: Positions = {};
    const stamps = new Map(this.#stamps);
    let bytes = 0;
    for (const host of this.#listHosts()) {
      if (bytes >= maxBatchBytes) break;
      const stamp = stampOf(this.#pathOf(host));
      if (stamp === this.#stamps.get(host)) continue;
      const part = readLog(this.#pathOf(host), this.#positions[host], maxLogBytes);
      if (!part) continue;
      const taken = takeLines({ lab: this.#options.lab, host }, part, maxLogBytes);
      if (part.data.length < maxLogBytes) stamps.set(host, stamp);
      if (part.missed > 0) this.#tellMissed(host, part.missed);
      if (taken.next.place === part.from.place && part.missed === 0) continue;
      lines.push(...taken.lines);
      next[host] = taken.next;
      bytes += part.data.length;
    }
    const keep = () => this.#keep(next, stamps);
    if (Object.keys(next).length > 0) return { lines, hasMore: true, keep };
    this.#stamps = stamps;
    return undefined;
  }

  async #keep(next: Positions, stamps: Map<string, string>) {
    this.#positions = { ...this.#positions, ...next };
    this.#stamps = stamps;
    await writePosition(this.#options.positionsPath, this.#positions);
  }

  #tellMissed(host: string, bytes: number) {
    this.missedBytes += bytes;
    this.#options.say(`${bytes} bytes of the log of ${host} were removed before they could be sent`);
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
