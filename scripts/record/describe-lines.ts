import type { ActionLine, CommandLine, LoadLine, LogLine, ProxySample, RecordLine, SampleLine } from './lines.ts';

/** Two samples that are further apart say nothing of the time between. */
export const longestStepMs = 1_500;

/** What a line tells a person; of a sample what has changed since the one before. */
export function describeLine(line: RecordLine, before?: SampleLine): string[] {
  switch (line.type) {
    case 'sample':
      return describeSample(line, before);
    case 'action':
    case 'command':
      return [describeDeed(line)];
    case 'log':
      return [describeLog(line)];
    case 'load':
      return describeLoad(line);
    case 'watch':
      return [line.edge === 'begin' ? 'the watcher begins' : 'the watcher ends'];
    case 'gap':
      return [`${line.lines} lines are missing since ${new Date(line.fromMs).toISOString()}: ${line.problem}`];
    default:
      return [];
  }
}

function describeDeed(line: ActionLine | CommandLine) {
  const what = line.type === 'action' ? `${line.action} ${line.host}` : line.words;
  const end = { begin: '', done: ': done', failed: `: failed, ${line.problem}` }[line.edge];
  return `${line.by}: ${what}${end}`;
}

// The counts of a load under way are many, and told when it ends.
function describeLoad({ edge, ratePerSecond, figures, verdict, problem }: LoadLine): string[] {
  if (edge === 'failed') return [`the load failed: ${problem}`];
  const isFirst = edge === 'begin' && Object.keys(figures).length === 0;
  if (verdict === undefined) return isFirst ? [`a load of ${ratePerSecond} requests a second begins`] : [];
  const { requests = 0, failed = 0 } = figures;
  const checks = verdict.valid ? 'all checks passed' : verdict.problems.join('; ');
  return [`the load ends: ${requests} requests, ${failed} failed; ${checks}`];
}

function describeLog({ host, source, mark, text }: LogLine) {
  const name = source === 'mysql' || source === 'api' ? host : `${source} (${host})`;
  return `${host === source ? host : name}: ${mark === source ? '' : `${mark}: `}${text}`;
}

function describeSample(sample: SampleLine, before: SampleLine | undefined): string[] {
  if (!before) return describeChanges(describeAll(sample), new Map());
  const stepMs = sample.atMs - before.atMs;
  const pause = stepMs > longestStepMs ? [`nothing was recorded for ${(stepMs / 1_000).toFixed(1)} s`] : [];
  return [...pause, ...describeChanges(describeAll(sample), describeAll(before))];
}

function describeChanges(now: Map<string, string>, before: Map<string, string>) {
  return [...now].flatMap(([state, text]) => (before.has(state) ? [] : [text]));
}

// Each text under the state that it tells of: what HAProxy says of its last check is no state.
function describeAll(sample: SampleLine) {
  const { hosts, members, proxy } = sample;
  return new Map([
    ...Object.entries(hosts)
      .map(([name, state]) => `${name} is ${state}`)
      .map(toState),
    ...Object.entries(members)
      .map(([name, member]) => describeMember(name, member))
      .map(toState),
    ...describeProxy(proxy),
  ]);
}

const toState = (text: string) => [text, text] as const;

function describeMember(name: string, member: SampleLine['members'][string]) {
  if (!member.answers) return `${name} does not answer: ${member.problem}`;
  const view = Object.entries(member.view).map(([other, state]) => `${other} ${state}`);
  return `${name} says it is ${member.state}, and sees ${view.join(', ') || 'no group'}`;
}

function describeProxy(proxy: ProxySample): (readonly [string, string])[] {
  if (!proxy.answers) return [toState(`HAProxy does not answer: ${proxy.problem}`)];
  const servers = Object.entries(proxy.servers).flatMap(([listener, each]) =>
    Object.entries(each).map(([name, { status, routed, check }]) => {
      const words = routed ? 'routes to' : 'does not route to';
      return [`${listener} ${name} ${words} ${status}`, `HAProxy ${words} ${name}: ${status}, ${check}`] as const;
    }),
  );
  return [toState('HAProxy answers'), ...servers];
}
