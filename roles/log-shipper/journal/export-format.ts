/** An entry of a journal: its fields by their names. */
export type JournalEntry = Map<string, string>;

const newline = 10;

/**
 * Reads entries of systemd's export format, in which an empty line ends each. An entry that is not whole is left out.
 * https://systemd.io/JOURNAL_EXPORT_FORMATS
 */
export function parseEntries(data: Buffer): JournalEntry[] {
  const entries: JournalEntry[] = [];
  let entry: JournalEntry = new Map();
  for (let at = 0; at < data.length; ) {
    if (data[at] === newline) {
      if (entry.size > 0) entries.push(entry);
      entry = new Map();
      at += 1;
      continue;
    }
    const field = readField(data, at);
    if (!field) break;
    entry.set(field.name, field.value);
    at = field.end;
  }
  return entries;
}

// NAME=text, or, where the value has line ends or is no text: NAME, a line end, eight bytes with its length, the value.
function readField(data: Buffer, at: number) {
  const lineEnd = data.indexOf(newline, at);
  if (lineEnd < 0) return undefined;
  const line = data.toString('utf8', at, lineEnd);
  const split = line.indexOf('=');
  if (split >= 0) return { name: line.slice(0, split), value: line.slice(split + 1), end: lineEnd + 1 };
  const begin = lineEnd + 9;
  if (begin > data.length) return undefined;
  const valueEnd = begin + Number(data.readBigUInt64LE(lineEnd + 1));
  return valueEnd < data.length
    ? { name: line, value: data.toString('utf8', begin, valueEnd), end: valueEnd + 1 }
    : undefined;
}
