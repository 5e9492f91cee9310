import { explain } from '../../../../scripts/explain/explainer.ts';
import type { Entry, Moment } from '../../../../scripts/explain/moment.ts';
import type { ActionLine } from '../../../../scripts/record/lines.ts';

export const members = ['mysql-1', 'mysql-2', 'mysql-3'];

export const lab = {
  target: 'local',
  hosts: [
    ...members.map((name) => ({ name, role: 'mysql' })),
    { name: 'haproxy', role: 'haproxy' },
    { name: 'web', role: 'web' },
  ],
};

export type Away = Record<
  string,
  { process?: string; state?: string; seenAs?: string; routed?: boolean; check?: string }
>;

/** A moment at which all is well but what `away` says; `silent` are hosts that answer nothing. */
export function moment(atMs: number, away: Away = {}, more: Partial<Moment> = {}): Moment {
  const isSilent = (name: string) => ['stopped', 'paused', 'restarting'].includes(away[name]?.process ?? '');
  const seen = members.flatMap((name) => {
    const state = away[name]?.seenAs ?? away[name]?.state ?? 'ONLINE';
    return state === 'GONE' ? [] : [[name, state] as const];
  });
  const describe = (name: string) => {
    if (isSilent(name)) return { answers: false as const, problem: 'ECONNREFUSED' };
    const state = away[name]?.state ?? 'ONLINE';
    return {
      answers: true as const,
      state,
      view: Object.fromEntries(seen),
      transactions: 1,
      queue: 0,
      readOnly: false,
    };
  };
  const server = (name: string) => {
    const routed = away[name]?.routed ?? !isSilent(name);
    const check =
      away[name]?.check ?? (routed ? 'Layer7 check passed' : 'Layer4 connection problem: Connection refused');
    return { status: routed ? 'UP' : 'DOWN', routed, check, sessions: 0 };
  };
  const proxyIsSilent = isSilent('haproxy');
  return {
    type: 'moment',
    atMs,
    hosts: Object.fromEntries(lab.hosts.map(({ name }) => [name, away[name]?.process ?? 'running'])),
    members: Object.fromEntries(members.map((name) => [name, describe(name)])),
    proxy: proxyIsSilent
      ? { host: 'haproxy', answers: false, problem: 'ECONNREFUSED', servers: {} }
      : {
          host: 'haproxy',
          answers: true,
          servers: { mysql: Object.fromEntries(members.map((name) => [name, server(name)])) },
        },
    webs: { web: !isSilent('web') },
    ...more,
  };
}

/** An action on a host, from its beginning to its end. */
export function act(atMs: number, action: string, host: string, by = 'command line'): Entry[] {
  const line = { type: 'action', by, action, host } as const;
  const edge = (at: number, edge: ActionLine['edge']): Entry => ({ ...line, atMs: at, edge });
  return [edge(atMs, 'begin'), edge(atMs + 100, 'done')];
}

/** Moments 0.2 s apart, from one time until before another. */
export function during(fromMs: number, toMs: number, away: Away = {}, more: Partial<Moment> = {}): Entry[] {
  const count = Math.ceil((toMs - fromMs) / 200);
  return Array.from({ length: count }, (_, index) => moment(fromMs + index * 200, away, more));
}

/** What is told of a record, story by story. */
export const tell = (entries: Entry[]) =>
  explain(entries.toSorted((a, b) => a.atMs - b.atMs)).map(({ sentences }) => sentences.map(({ text }) => text));

/** What the others see of mysql-2 while it is dead, before and after the group goes on without it. */
export const killed = { 'mysql-2': { process: 'stopped', seenAs: 'UNREACHABLE', routed: false } };
export const expelled = { 'mysql-2': { process: 'stopped', seenAs: 'GONE', routed: false } };

/** The note of web's supervisor that its program ended. */
export function endOfWeb(atMs: number, code: number): Entry {
  const text = `ended with ${code}, is wanted, starts again in 0 s`;
  return { type: 'log', atMs, timed: false, host: 'web', source: 'supervisor', mark: 'program ended', text };
}
