import { parseArgs } from 'node:util';
import { describeFailure } from '../scripts/messages/failure-text.ts';
import { UserError } from '../scripts/messages/user-error.ts';
import { parseWholeNumber } from '../scripts/settings/parse-number.ts';
import { type BenchOptions, type DataSize, dataNames, type Part, partNames, runBench } from './run.ts';

const usage = `npm run bench -- [options]

  --parts routes,growth             some of: routes, logins, memory, growth, encryption, page; all without this option
  --data small,large                the seeds, and a hundred thousand articles; growth needs both
  --rounds 3                        the figures are medians of so many rounds
  --seconds 3                       how long one round of one route at one server takes
  --connections 50                  how many connections send requests at once
  --login-seconds 30                how long the part logins sends 30 logins a second
  --minutes 3                       how long the part memory sends a steady load
  --only feed                       only routes whose name matches
  --peer file.json                  another back end, measured beside the API; may be given more than once
  --quick                           one short round of everything on the small data`;

function readOptions(): BenchOptions | null {
  const { values } = parse();
  if (values.help) return null;
  const data = choose('--data', values.data ?? (values.quick ? 'small' : undefined), dataNames);
  const number = (
    name: 'rounds' | 'seconds' | 'connections' | 'login-seconds' | 'minutes',
    byDefault: string,
    most: number,
  ) => parseWholeNumber(`--${name}`, values[name] ?? byDefault, { least: 1, most });
  return {
    parts: chooseParts(values.parts, data),
    data,
    rounds: number('rounds', values.quick ? '1' : '3', 100),
    seconds: number('seconds', values.quick ? '1' : '3', 600),
    connections: number('connections', '50', 500),
    loginSeconds: number('login-seconds', values.quick ? '5' : '30', 600),
    minutes: number('minutes', values.quick ? '1' : '3', 600),
    only: new RegExp(values.only ?? '', 'i'),
    peers: values.peer ?? [],
  };
}

function parse() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      options: {
        parts: text,
        data: text,
        rounds: text,
        seconds: text,
        connections: text,
        'login-seconds': text,
        minutes: text,
        only: text,
        peer: { type: 'string', multiple: true },
        quick: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UserError((error as Error).message, { next: 'npm run bench -- --help' });
  }
}

function chooseParts(given: string | undefined, data: DataSize[]): Part[] {
  const parts = choose('--parts', given, partNames);
  if (data.includes('large')) return parts;
  if (given === undefined) return parts.filter((part) => part !== 'growth');
  if (!parts.includes('growth')) return parts;
  throw new UserError('The part growth needs the large data', { next: 'add --data large' });
}

function choose<Name extends string>(option: string, given: string | undefined, known: readonly Name[]): Name[] {
  if (given === undefined) return [...known];
  const names = given.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !known.includes(name as Name));
  if (unknown.length === 0) return known.filter((name) => names.includes(name));
  throw new UserError(`${option} does not know "${unknown.join('", "')}"`, {
    next: `use some of: ${known.join(', ')}`,
  });
}

const interruption = new AbortController();
const interrupted = new UserError('The measuring was interrupted', {
  next: 'see results/bench for what had been measured before',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => interruption.abort(interrupted));

try {
  const options = readOptions();
  if (options) await runBench(options, interruption.signal);
  else console.log(usage);
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
}
