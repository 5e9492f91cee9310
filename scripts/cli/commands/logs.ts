import { defineCommand } from 'citty';
import { findHost, type Lab, openLab } from '../../lab/open-lab.ts';
import { parseWholeNumber } from '../../settings/parse-number.ts';
import type { LogSource } from '../../targets/target.ts';

export const logs = defineCommand({
  args: {
    host: {
      type: 'positional',
      valueHint: 'HOST',
      description: 'The host, caretaker or watcher; all hosts where it is left out',
      required: false,
    },
    follow: { type: 'boolean', alias: 'f', description: 'Go on printing what is written, until Ctrl-C' },
    lines: { type: 'string', alias: 'n', valueHint: 'N', default: '20', description: 'How many lines of each log' },
  },
  async run({ args }) {
    const lab = await openLab();
    const hosts = chooseLogs(lab, args.host);
    const lines = parseWholeNumber('--lines', args.lines, { least: 0, most: 1_000_000 });
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    const width = hosts.length > 1 ? Math.max(...hosts.map(({ name }) => name.length)) : 0;
    const print = (host: LogSource) =>
      printLog(lab, host, { lines, follow: args.follow ?? false, signal: stop.signal, width });
    if (args.follow) await Promise.all(hosts.map(print));
    else for (const host of hosts) await print(host);
  },
});

// These two are no hosts, but keep logs like them.
function chooseLogs(lab: Lab, name: string | undefined): LogSource[] {
  if (name === undefined) return lab.target.hosts;
  return ['caretaker', 'watcher'].includes(name) ? [{ name }] : [findHost(lab, name)];
}

interface PrintOptions {
  lines: number;
  follow: boolean;
  signal: AbortSignal;
  /** Width of the host's name before each line; 0 prints none. */
  width: number;
}

async function printLog({ target }: Lab, host: LogSource, { width, ...options }: PrintOptions) {
  const prefix = width > 0 ? `${host.name.padEnd(width)} | ` : '';
  for await (const line of target.logs(host, options)) console.log(prefix + line);
}
