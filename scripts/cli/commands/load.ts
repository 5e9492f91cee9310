import { createInterface } from 'node:readline';
import { defineCommand } from 'citty';
import { runLiveLoad } from '../../../chaos/live/run-load.ts';
import { parseThrough } from '../../../chaos/load/service.ts';
import { openLab } from '../../lab/open-lab.ts';
import { describeLine } from '../../record/describe-lines.ts';
import type { LoadLine } from '../../record/lines.ts';
import { recordDir } from '../../record/segments.ts';
import { openRecord } from '../../record/writer.ts';
import { parseWholeNumber } from '../../settings/parse-number.ts';

const maxRate = 200;

const parseRate = (text: string) => parseWholeNumber('--rate', text, { least: 1, most: maxRate });

export const load = defineCommand({
  args: {
    rate: { type: 'string', valueHint: 'N', default: '60', description: `Requests a second, ${maxRate} at most` },
    through: { type: 'string', valueHint: 'edge', description: 'Send it through the profile edge' },
    seconds: { type: 'string', valueHint: 'N', default: '600', description: 'How long, unless Ctrl-C ends it sooner' },
  },
  async run({ args }) {
    const lab = await openLab();
    const writer = openRecord(recordDir(lab.config.stateDir));
    const end = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());
    const onLine = (line: LoadLine) => {
      writer.append(line);
      console.log(renderLine(line));
      if (line.verdict?.valid === false) process.exitCode = 1;
    };
    const ratePerSecond = parseRate(args.rate);
    const seconds = parseWholeNumber('--seconds', args.seconds, { least: 1, most: 600 });
    const onBegin = (setRate: (rate: number) => void) => obeyInput(setRate, () => end.abort());
    const through = parseThrough(args.through);
    await runLiveLoad(lab, { ratePerSecond, seconds, through, clients: 40, signal: end.signal, onLine, onBegin });
    process.stdin.destroy();
  },
});

// Another program can change the load while it runs: lines such as "rate 80", and "stop".
function obeyInput(setRate: (rate: number) => void, stop: () => void) {
  if (process.stdin.isTTY) return;
  createInterface({ input: process.stdin }).on('line', (line) => {
    const [word, value = ''] = line.split(' ');
    if (word === 'stop') stop();
    if (word === 'rate') setRate(parseRate(value));
  });
}

function renderLine(line: LoadLine) {
  const [told] = describeLine(line);
  const { requests, failed, stale, longestWriteGapMs, p99Ms } = line.figures;
  if (requests === undefined || line.verdict) return told ?? '';
  return `${requests} requests, ${failed} failed, ${stale} stale; longest gap of writes ${longestWriteGapMs ?? 0} ms, 99 of 100 within ${p99Ms} ms`;
}
