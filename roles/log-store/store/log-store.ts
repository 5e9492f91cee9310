import { mkdir, readdir, readFile, rename, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '../log-line.ts';
import { archiveFile } from './archive.ts';
import { Marks } from './marks.ts';
import { dayOf, type KeepLimits, listOutdated, nameNext } from './retention.ts';
import { Segment } from './segment.ts';

export interface LogStoreOptions {
  folder: string;
  archiveFolder: string;
  keep: KeepLimits;
  /** So many bytes of the disk are left to others. */
  leaveFreeBytes: number;
  now?: () => number;
  say?: (text: string) => void;
}

/** A line with the id that its sender gave it. */
export interface Incoming {
  id?: string | undefined;
  line: LogLine;
}

/** The disk has no room for more lines. */
export class DiskFullError extends Error {}

interface KeptMarks {
  segment: string;
  offset: number;
  ends: Record<string, number>;
}

/** Lines of logs on the disk: a file for each day on which lines came, and which words are where. */
export class LogStore {
  readonly #options: Required<LogStoreOptions>;
  readonly #closed: Segment[];
  #open: Segment;
  #marks = new Marks();
  // Lines are added, and files closed, one after another.
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: Required<LogStoreOptions>, segments: Segment[]) {
    this.#options = options;
    this.#closed = segments.slice(0, -1);
    this.#open = segments.at(-1) as Segment;
  }

  static async open({ now = Date.now, say = () => undefined, ...given }: LogStoreOptions) {
    const { folder } = given;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const files = (await readdir(folder)).filter((file) => /^\d{4}-\d\d-\d\d(-\d{4})?\.ndjson$/.test(file));
    const names = files.map((file) => file.replace('.ndjson', '')).toSorted();
    const wanted = names.length > 0 ? names : [nameNext([], now())];
    const segments: Segment[] = [];
    for (const name of wanted) segments.push(await Segment.open(folder, name));
    const store = new LogStore({ ...given, now, say }, segments);
    await store.#readMarks();
    return store;
  }

  /** All files, the oldest first; the last is the one that grows. */
  get segments() {
    return [...this.#closed, this.#open];
  }

  /** Keeps lines; tells of each whether it was new. They are on the disk when this returns, all or none. */
  async append(incoming: Incoming[]): Promise<boolean[]> {
    return await this.#inTurn(async () => {
      const marks = this.#marks.copy();
      const isNew = incoming.map(({ id }) => {
        const isKnown = marks.knows(id);
        marks.add(id);
        return !isKnown;
      });
      const kept = incoming
        .filter((_, index) => isNew[index])
        .map(({ id, line }) => (id ? { ...line, _id: id } : line));
      if (kept.length === 0) return isNew;
      if (!(await this.#hasRoom())) throw new DiskFullError('the disk has no room for more lines');
      await this.#rollWhereDue();
      const isBlockClosed = await this.#open.append(kept.map(renderLine), kept);
      this.#marks = marks;
      if (isBlockClosed) await this.#writeMarks();
      return isNew;
    });
  }

  /** Closes the file of a day that is over, archives it, and removes what is older or more than is to be kept. */
  async tend() {
    await this.#inTurn(() => this.#rollWhereDue());
    for (const segment of this.#closed) if (!segment.isArchived) await this.#archive(segment);
    const { keep: limits, now, say } = this.#options;
    // What could not be archived stays, unless the disk is short: new lines come before old ones.
    const mayGo = (await this.#hasRoom()) ? this.#closed.filter(({ isArchived }) => isArchived) : this.#closed;
    for (const segment of listOutdated(mayGo, { limits, openBytes: this.#open.bytes, nowMs: now() })) {
      say(`${segment.name} goes${segment.isArchived ? '' : ', and is in no archive'}: ${segment.lines} lines`);
      this.#closed.splice(this.#closed.indexOf(segment), 1);
      await segment.remove();
    }
  }

  async #archive(segment: Segment) {
    const { archiveFolder, say } = this.#options;
    try {
      const name = await archiveFile(segment.path, archiveFolder);
      await segment.noteArchived(name);
      say(`${segment.name} was archived in ${join(archiveFolder, name)}`);
    } catch (error) {
      say(`${segment.name} could not be archived: ${(error as Error).message}`);
    }
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return await result;
  }

  async #hasRoom() {
    const { folder, leaveFreeBytes } = this.#options;
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= leaveFreeBytes;
  }

  // A quarter of what may be kept: so that something is left where the oldest file has to go.
  async #rollWhereDue() {
    const { folder, keep, now } = this.#options;
    // A clock that was set back begins no file that would come before this one.
    const isDayOver = this.#open.name.slice(0, 10) < dayOf(now());
    if (!isDayOver && this.#open.bytes < keep.bytes / 4) return;
    await this.#open.closeBlock();
    if (this.#open.lines > 0) this.#closed.push(this.#open);
    else await this.#open.remove();
    const nowMs = Math.max(now(), Date.parse(this.#open.name.slice(0, 10)));
    const names = this.segments.map(({ name }) => name);
    this.#open = new Segment(folder, nameNext(names, nowMs));
    // Its name is taken from now on.
    await writeFile(this.#open.path, '', { flag: 'a', mode: 0o600 });
    await this.#writeMarks();
  }

  get #marksPath() {
    return join(this.#options.folder, 'marks.json');
  }

  async #writeMarks() {
    const kept: KeptMarks = { segment: this.#open.name, offset: this.#open.bytes, ends: this.#marks.toJSON() };
    await writeFile(`${this.#marksPath}.new`, JSON.stringify(kept), { mode: 0o600 });
    await rename(`${this.#marksPath}.new`, this.#marksPath);
  }

  // What came after they were written down is read from the lines themselves.
  async #readMarks() {
    const text = await readFile(this.#marksPath, 'utf8').catch(() => '');
    const { segment: known, offset, ends } = parseMarks(text);
    this.#marks = new Marks(ends);
    for (const segment of this.segments.filter(({ name }) => name >= known)) {
      const reader = await segment.openReader();
      if (!reader) continue;
      const from = segment.name === known ? offset : 0;
      for await (const { line } of reader.readLines(from, segment.bytes)) this.#marks.add(line._id);
      await reader.close();
    }
  }
}

function parseMarks(text: string): KeptMarks {
  try {
    return JSON.parse(text);
  } catch {
    return { segment: '', offset: 0, ends: {} };
  }
}

// The time first, where it is found without parsing the line.
const renderLine = ({ '@timestamp': time, host, ...rest }: LogLine) =>
  `${JSON.stringify({ '@timestamp': time, host, ...rest })}\n`;
