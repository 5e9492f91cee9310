import * as z from 'zod';
import type { Batch, LineSource, SentLine } from '../line-source.ts';
import { readPosition, writePosition } from '../positions-file.ts';
import { askGateway, type Gateway } from './ask-gateway.ts';
import { describeEntry, type MachineUnits } from './describe-entry.ts';
import { type JournalEntry, parseEntries } from './export-format.ts';
import { type Boots, goOn, type JournalPosition, listNew } from './journal-position.ts';

/** A machine whose journal is read, and where its gateway answers. */
export interface JournalSettings extends MachineUnits, Gateway {}

export interface JournalOptions extends JournalSettings {
  positionPath: string;
  say(text: string): void;
}

const maxEntries = 1_000;
const maxBatchBytes = 2_000_000;
// A machine that boots does not answer meanwhile, and is asked anew then.
const bootsEveryMs = 10_000;

/** The journal of a machine, read through its gateway. */
export class JournalSource implements LineSource {
  readonly name: string;
  readonly #options: JournalOptions;
  #position: JournalPosition;
  #boots: Boots | undefined;
  #bootsUntilMs = 0;
  missedEntries = 0;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.name = `the journal of ${options.name}`;
    this.#position = readPosition(options.positionPath, { done: [] });
  }

  async read(signal: AbortSignal): Promise<Batch | undefined> {
    try {
      return await this.#readOn(signal);
    } catch (error) {
      this.#bootsUntilMs = 0;
      throw error;
    }
  }

  // Which boots there are is looked at first: nothing is written in one that was over then, so nothing new is its end.
  async #readOn(signal: AbortSignal): Promise<Batch | undefined> {
    const boots = await this.#lookAtBoots(signal);
    const { boot, cursor } = this.#position;
    const entries = boot ? await this.#ask(boot, { cursor, count: maxEntries, signal }) : [];
    const { fresh, missed } = listNew(entries, this.#position);
    if (missed > 0) this.#tellMissed(missed);
    const { lines, read } = this.#describe(fresh);
    const last = read.at(-1)?.get('__CURSOR');
    if (last !== undefined) {
      const hasMore = entries.length === maxEntries || read.length < fresh.length;
      return { lines, hasMore, keep: () => this.#keep({ ...this.#position, cursor: last }) };
    }
    const next = goOn(this.#position, boots);
    return next === this.#position ? undefined : { lines: [], hasMore: true, keep: () => this.#keep(next) };
  }

  #describe(entries: JournalEntry[]) {
    const lines: SentLine[] = [];
    const read: JournalEntry[] = [];
    let bytes = 0;
    for (const entry of entries) {
      if (bytes >= maxBatchBytes) break;
      const line = describeEntry(entry, this.#options);
      if (line) lines.push(line);
      bytes += line?.line.message.length ?? 0;
      read.push(entry);
    }
    return { lines, read };
  }

  async #ask(boot: string, { cursor = '', count, signal }: { cursor?: string; count: number; signal: AbortSignal }) {
    const headers = { Accept: 'application/vnd.fdo.journal', Range: `entries=${cursor}:0:${count}` };
    return parseEntries(await askGateway(this.#options, `/entries?_BOOT_ID=${boot}`, { headers, signal }));
  }

  async #lookAtBoots(signal: AbortSignal): Promise<Boots> {
    if (this.#boots && performance.now() < this.#bootsUntilMs) return this.#boots;
    const answer = await askGateway(this.#options, '/machine', { signal });
    const { boot_id: live } = machine.parse(JSON.parse(String(answer)));
    if (this.#boots?.live !== live) this.#boots = { live, over: await this.#listBootsOver(live, signal) };
    this.#bootsUntilMs = performance.now() + bootsEveryMs;
    return this.#boots;
  }

  async #listBootsOver(live: string, signal: AbortSignal) {
    const text = String(await askGateway(this.#options, '/fields/_BOOT_ID', { signal }));
    const begins: { boot: string; us: number }[] = [];
    for (const boot of text.split('\n').filter((each) => /^[0-9a-f]{32}$/.test(each) && each !== live)) {
      const [first] = await this.#ask(boot, { count: 1, signal });
      begins.push({ boot, us: Number(first?.get('__REALTIME_TIMESTAMP') ?? 0) });
    }
    return begins.toSorted((one, other) => one.us - other.us).map(({ boot }) => boot);
  }

  async #keep(position: JournalPosition) {
    this.#position = position;
    await writePosition(this.#options.positionPath, position);
  }

  #tellMissed(entries: number) {
    this.missedEntries += entries;
    this.#options.say(`${entries} entries of ${this.name} were removed before they could be sent`);
  }
}

const machine = z.object({ boot_id: z.string().regex(/^[0-9a-f]{32}$/) });
