import { defineCommand } from 'citty';
import { openLab } from '../../lab/open-lab.ts';
import { UserError } from '../../messages/user-error.ts';
import { describeLine } from '../../record/describe-lines.ts';
import type { RecordLine, SampleLine } from '../../record/lines.ts';
import { followRecord, readRecord } from '../../record/reader.ts';
import { recordDir } from '../../record/segments.ts';

export const events = defineCommand({
  args: {
    since: { type: 'string', valueHint: 'AGE', default: '5m', description: 'How far back, such as 30s, 5m or 1h' },
    follow: { type: 'boolean', alias: 'f', description: 'Go on printing what happens, until Ctrl-C' },
    json: { type: 'boolean', description: 'The lines of the record themselves, with every sample (docs/record.md)' },
  },
  async run({ args }) {
    const lab = await openLab();
    const dir = recordDir(lab.config.stateDir);
    const sinceMs = Date.now() - parseAge(args.since);
    const print = args.json ? printJson : createPrinter();
    if (!args.follow) return printAll(readRecord(dir, { sinceMs }), print);
    const end = new AbortController();
    process.once('SIGINT', () => end.abort());
    for await (const line of followRecord(dir, { sinceMs, signal: end.signal })) print(line);
  },
});

function printAll(lines: Iterable<RecordLine>, print: (line: RecordLine) => void) {
  let count = 0;
  for (const line of lines) {
    print(line);
    count += 1;
  }
  if (count > 0) return;
  throw new UserError('Nothing was recorded in that time', { next: 'npm start, which starts the watcher too' });
}

function printJson(line: RecordLine) {
  console.log(JSON.stringify(line));
}

function createPrinter() {
  let before: SampleLine | undefined;
  return (line: RecordLine) => {
    const time = new Date(line.atMs).toISOString().slice(11, 23);
    for (const text of describeLine(line, before)) console.log(`${time}  ${text}`);
    if (line.type === 'sample') before = line;
  };
}

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

function parseAge(text: string) {
  const [, number, unit = ''] = /^(\d{1,4})([smh])$/.exec(text) ?? [];
  if (number !== undefined) return Number(number) * (units[unit] ?? 0);
  throw new UserError(`--since takes a time such as 30s, 5m or 1h, not "${text}"`, {
    next: './lab events --since 5m',
  });
}
