/** Read HAProxy's comma-separated statistics: one object per line, its keys from the first line. */
export function parseCsv(text: string): Record<string, string>[] {
  const [header, ...rows] = splitRecords(text.replace(/^# /, ''));
  if (!header) return [];
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

const field = /("(?:[^"]|"")*"|[^,\n"]*)(,|\r?\n|$)/gy;

function splitRecords(text: string) {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [whole, value = '', end] of text.matchAll(field)) {
    if (whole === '' && record.length === 0) break;
    record.push(unquote(value));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}

function unquote(value: string) {
  return value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value;
}
