import type { ActionLine, CommandLine, LogLine, ProxySample, RecordLine, SampleLine } from './lines.ts';

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
  return [...now].flatMap(([what, text]) => (before.get(what) === text ? [] : [text]));
}

// Each text under the name of what it is about.
function describeAll(sample: SampleLine) {
  const { hosts, members, proxy } = sample;
  return new Map([
    ...Object.entries(hosts).map(([name, state]) => [`host ${name}`, `${name} is ${state}`] as const),
    ...Object.entries(members).map(([name, member]) => [`member ${name}`, describeMember(name, member)] as const),
    ...describeProxy(proxy),
  ]);
}

function describeMember(name: string, member: SampleLine['members'][string]) {
  if (!member.answers) return `${name} does not answer: ${member.problem}`;
  const view = Object.entries(member.view).map(([other, state]) => `${other} ${state}`);
  return `${name} says it is ${member.state}, and sees ${view.join(', ') || 'no group'}`;
}

function describeProxy(proxy: ProxySample): (readonly [string, string])[] {
  if (!proxy.answers) return [['proxy', `HAProxy does not answer: ${proxy.problem}`]];
  const servers = Object.entries(proxy.servers).flatMap(([listener, each]) =>
    Object.entries(each).map(([name, { status, routed, check }]) => {
      const words = routed ? 'routes to' : 'does not route to';
      return [`${listener} ${name}`, `HAProxy ${words} ${name}: ${status}, ${check}`] as const;
    }),
  );
  return [['proxy', 'HAProxy answers'], ...servers];
}
