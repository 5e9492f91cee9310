import { defineCommand } from 'citty';
import { logLevels } from '../../../roles/log-store/log-line.ts';
import { findHost, type Lab, openLab } from '../../lab/open-lab.ts';
import { parseWholeNumber } from '../../settings/parse-number.ts';
import type { LogSource } from '../../targets/target.ts';
import { searchLogs } from '../search-logs.ts';

export const logs = defineCommand({
  args: {
    name: {
      type: 'positional',
      valueHint: 'HOST',
      description: 'The host, caretaker or watcher; all hosts where it is left out',
      required: false,
    },
    follow: { type: 'boolean', alias: 'f', description: 'Go on printing what is written, until Ctrl-C' },
    lines: {
      type: 'string',
      alias: 'n',
      valueHint: 'N',
      description: 'How many lines: 20 of each log, 200 of a search',
    },
    search: {
      type: 'string',
      valueHint: 'WORDS',
      description: 'Search the log store of the profile monitor: words, "words in quotes", begin*, -without',
    },
    host: { type: 'string', valueHint: 'HOST', description: 'Of this host, as HOST' },
    level: { type: 'string', valueHint: 'LEVEL', description: `Of this level: ${logLevels.join(', ')}` },
    since: { type: 'string', valueHint: 'AGE', description: 'Of the last 30s, 15m, 1h or 7d, or since a time' },
    until: { type: 'string', valueHint: 'AGE', description: 'Until an age or a time' },
    json: { type: 'boolean', description: 'What was found as JSON, one object a line' },
  },
  async run({ args }) {
    const lab = await openLab();
    const name = args.host ?? args.name;
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    const common = { follow: args.follow ?? false, signal: stop.signal };
    const isSearch = [args.search, args.level, args.since, args.until, args.json].some((given) => given !== undefined);
    if (!isSearch) return await printLogs(lab, name, { ...common, lines: countLines(args.lines, 20) });
    const [host] = name === undefined ? [] : chooseLogs(lab, name);
    const words = { text: args.search, level: args.level, since: args.since, until: args.until };
    const limit = countLines(args.lines, 200);
    await searchLogs(lab, { ...words, host: host?.name }, { ...common, limit, json: args.json ?? false });
  },
});

const countLines = (given: string | undefined, usual: number) =>
  given === undefined ? usual : parseWholeNumber('--lines', given, { least: 0, most: 1_000_000 });

interface PrintOptions {
  lines: number;
  follow: boolean;
  signal: AbortSignal;
}

async function printLogs(lab: Lab, name: string | undefined, options: PrintOptions) {
  const hosts = chooseLogs(lab, name);
  const width = hosts.length > 1 ? Math.max(...hosts.map((host) => host.name.length)) : 0;
  const print = (host: LogSource) => printLog(lab, host, { ...options, width });
  if (options.follow) await Promise.all(hosts.map(print));
  else for (const host of hosts) await print(host);
}

// These two are no hosts, but keep logs like them.
function chooseLogs(lab: Lab, name: string | undefined): LogSource[] {
  if (name === undefined) return lab.target.hosts;
  return ['caretaker', 'watcher'].includes(name) ? [{ name }] : [findHost(lab, name)];
}

/** `width` is that of the host's name before each line; 0 prints none. */
async function printLog({ target }: Lab, host: LogSource, { width, ...options }: PrintOptions & { width: number }) {
  const prefix = width > 0 ? `${host.name.padEnd(width)} | ` : '';
  for await (const line of target.logs(host, options)) console.log(prefix + line);
}
