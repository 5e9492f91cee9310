import { constants, existsSync } from 'node:fs';
import { type FileHandle, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '../log-line.ts';
import { addWords, filterBytes, type WordFilter } from './words.ts';

/** Some lines of a segment that follow one another, and what is known of them without reading them. */
export interface Block {
  offset: number;
  bytes: number;
  lines: number;
  minMs: number;
  maxMs: number;
}

const blockBytes = 262_144;
const headerBytes = 40;
const recordBytes = headerBytes + filterBytes;
const recordsAtOnce = 64;

/** A file of lines, each as JSON, and beside it a file that tells of each block which words it may have. */
export class Segment {
  readonly blocks: Block[] = [];
  readonly name: string;
  readonly path: string;
  readonly indexPath: string;
  readonly #archivedPath: string;
  bytes = 0;
  lines = 0;
  #block = emptyBlock(0);
  #words: WordFilter = new Uint8Array(filterBytes);
  #closeAtBytes = blockBytes;

  constructor(folder: string, name: string) {
    this.name = name;
    this.path = join(folder, `${name}.ndjson`);
    this.indexPath = join(folder, `${name}.words`);
    this.#archivedPath = join(folder, `${name}.archived`);
  }

  /** Reads what is there; a line whose writing was cut off is removed, as its sender was not told that it is kept. */
  static async open(folder: string, name: string) {
    const segment = new Segment(folder, name);
    if (existsSync(segment.path)) await segment.#recover();
    return segment;
  }

  /** The block that lines are still added to, and its words. */
  get openBlock() {
    return { block: this.#block, words: this.#words };
  }

  /** Writes lines; returns when they are on the disk, and leaves nothing of them where that fails. */
  async append(texts: string[], lines: LogLine[]) {
    await this.#write(Buffer.from(texts.join('')));
    let isClosed = false;
    for (const [index, text] of texts.entries()) {
      if (await this.#add(Buffer.byteLength(text), lines[index] as LogLine)) isClosed = true;
    }
    return isClosed;
  }

  /** Writes down which words the open block has, and begins the next one; where that fails, the block stays open. */
  async closeBlock() {
    if (this.#block.lines === 0) return false;
    const record = Buffer.concat([renderHeader(this.#block), this.#words]);
    try {
      await writeAt(this.indexPath, record, this.blocks.length * recordBytes);
    } catch {
      this.#closeAtBytes = this.#block.bytes + blockBytes;
      return false;
    }
    this.blocks.push(this.#block);
    this.#block = emptyBlock(this.bytes);
    this.#words = new Uint8Array(filterBytes);
    this.#closeAtBytes = blockBytes;
    return true;
  }

  /** Gives what reads of this segment's files until it is closed; undefined where it has been removed. */
  async openReader(): Promise<SegmentReader | undefined> {
    const data = await open(this.path).catch(() => undefined);
    const index = await open(this.indexPath).catch(() => undefined);
    if (data) return new SegmentReader(data, index);
    await index?.close();
    return undefined;
  }

  /** Whether it is in the archive, or was until a person removed it there. */
  get isArchived() {
    return existsSync(this.#archivedPath);
  }

  /** Remembers what it is called in the archive. */
  async noteArchived(name: string) {
    await writeFile(this.#archivedPath, `${name}\n`, { mode: 0o600, flush: true });
  }

  async remove() {
    for (const path of [this.path, this.indexPath, this.#archivedPath]) await rm(path, { force: true });
  }

  async #recover() {
    const index = await readFile(this.indexPath).catch(() => Buffer.alloc(0));
    const { size } = await stat(this.path);
    for (let at = 0; at + recordBytes <= index.length; at += recordBytes) {
      const block = parseHeader(index.subarray(at, at + headerBytes));
      if (block.offset !== this.bytes || block.offset + block.bytes > size) break;
      this.blocks.push(block);
      this.bytes += block.bytes;
      this.lines += block.lines;
    }
    this.#block = emptyBlock(this.bytes);
    await this.#readRest(size);
  }

  async #readRest(size: number) {
    const reader = await this.openReader();
    if (!reader) return;
    try {
      for await (const { text, line } of reader.readLines(this.bytes, size))
        await this.#add(Buffer.byteLength(text) + 1, line);
    } catch (error) {
      // What follows a line that is none was never said to be kept.
      if (!(error instanceof SyntaxError)) throw error;
    } finally {
      await reader.close();
    }
    if (this.bytes < size) await truncate(this.path, this.bytes);
  }

  async #write(data: Buffer) {
    try {
      await writeAt(this.path, data, this.bytes, { isFlushed: true });
    } catch (error) {
      await truncate(this.path, this.bytes).catch(() => undefined);
      throw error;
    }
  }

  /** Counts a line that is in the file; tells whether its block was closed. */
  async #add(bytes: number, line: LogLine) {
    const ms = Date.parse(line['@timestamp']);
    const block = this.#block;
    block.bytes += bytes;
    block.lines += 1;
    block.minMs = Math.min(block.minMs, ms);
    block.maxMs = Math.max(block.maxMs, ms);
    this.bytes += bytes;
    this.lines += 1;
    addWords(this.#words, line.message);
    return block.bytes >= this.#closeAtBytes && (await this.closeBlock());
  }
}

/** Reads a segment's files. */
export class SegmentReader {
  readonly #data: FileHandle;
  readonly #index: FileHandle | undefined;
  #words = { first: 0, records: Buffer.alloc(0) };

  constructor(data: FileHandle, index: FileHandle | undefined) {
    this.#data = data;
    this.#index = index;
  }

  async readBytes(offset: number, bytes: number) {
    return await readRange(this.#data, offset, bytes);
  }

  /** The words of a block by its number; those of the blocks before it are read with them. */
  async readWords(number: number): Promise<WordFilter> {
    if (!this.#index) return new Uint8Array(filterBytes).fill(255);
    const { first, records } = this.#words;
    if (number < first || number >= first + records.length / recordBytes) await this.#readRecords(number);
    const at = (number - this.#words.first) * recordBytes + headerBytes;
    return this.#words.records.subarray(at, at + filterBytes);
  }

  async #readRecords(last: number) {
    const first = Math.max(0, last - recordsAtOnce + 1);
    const bytes = (last - first + 1) * recordBytes;
    this.#words = { first, records: await readRange(this.#index as FileHandle, first * recordBytes, bytes) };
  }

  /** Whole lines, from one offset to another. */
  async *readLines(from: number, to: number) {
    let rest = '';
    for (let at = from; at < to; at += blockBytes) {
      const part = await readRange(this.#data, at, Math.min(blockBytes, to - at));
      // As bytes: a letter may lie across two parts.
      const texts = (rest + part.toString('latin1')).split('\n');
      rest = texts.pop() ?? '';
      for (const raw of texts) {
        const text = Buffer.from(raw, 'latin1').toString();
        yield { text, line: JSON.parse(text) as LogLine };
      }
    }
  }

  async close() {
    await this.#data.close();
    await this.#index?.close();
  }
}

async function writeAt(path: string, data: Buffer, offset: number, { isFlushed = false } = {}) {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT, 0o600);
  try {
    for (let done = 0; done < data.length; )
      done += (await file.write(data, done, data.length - done, offset + done)).bytesWritten;
    if (isFlushed) await file.datasync();
  } finally {
    await file.close();
  }
}

async function readRange(file: FileHandle, offset: number, bytes: number) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, offset);
  return buffer.subarray(0, bytesRead);
}

const emptyBlock = (offset: number): Block => ({ offset, bytes: 0, lines: 0, minMs: Infinity, maxMs: -Infinity });

const renderHeader = ({ offset, bytes, lines, minMs, maxMs }: Block) =>
  Buffer.from(Float64Array.of(offset, bytes, lines, minMs, maxMs).buffer);

function parseHeader(header: Buffer): Block {
  const [offset = 0, bytes = 0, lines = 0, minMs = 0, maxMs = 0] = new Float64Array(Uint8Array.from(header).buffer);
  return { offset, bytes, lines, minMs, maxMs };
}
