/** Read HAProxy's comma-separated statistics: one object per line, with these columns of the first line. */
export function parseCsv<Column extends string>(text: string, columns: readonly Column[]): Record<Column, string>[] {
  const [header, ...rows] = splitRecords(text.replace(/^# /, ''));
  if (!header || !columns.some((column) => header.includes(column))) return [];
  const places = columns.map((column) => [column, header.indexOf(column)] as const);
  return rows.map((row) => {
    return Object.fromEntries(places.map(([column, at]) => [column, row[at] ?? ''])) as Record<Column, string>;
  });
}

// There are 200 columns, and quotes only where a field needs them: mostly the fast way is enough.
function splitRecords(text: string) {
  if (text.includes('"')) return splitQuotedRecords(text);
  const lines = text.split(/\r?\n/);
  return lines.filter((line) => line !== '').map((line) => line.split(','));
}

const field = /("(?:[^"]|"")*"|[^,\n"]*)(,|\r?\n|$)/gy;

function splitQuotedRecords(text: string) {
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
