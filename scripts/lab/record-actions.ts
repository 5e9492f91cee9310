import type { HostState } from '../../roles/role.ts';
import { whoActs } from '../record/actor.ts';
import type { ActionLine } from '../record/lines.ts';
import type { RecordWriter } from '../record/writer.ts';
import type { Host } from '../settings/lab-file.ts';
import type { MachineFaults, Target } from '../targets/target.ts';

/** The same target; everything that it does to a host is recorded, before and after. */
export function recordActions(target: Target, writer: RecordWriter): Target {
  const { faults } = target;
  const record = <Rest extends unknown[]>(action: string, act: (host: Host, ...rest: Rest) => Promise<void>) =>
    recordAction(writer, action, act);
  const [start, kill, stop] = [record('start', target.start), record('kill', target.kill), record('stop', target.stop)];
  const isIn = async (state: HostState, host: Host) => (await target.state(host).catch(() => undefined)) === state;
  return {
    ...target,
    // Nothing is done by starting a host that runs, or by ending one that is down.
    start: async (host, options) => await ((await isIn('running', host)) ? target.start : start)(host, options),
    kill: async (host) => await ((await isIn('stopped', host)) ? target.kill : kill)(host),
    stop: async (host) => await ((await isIn('stopped', host)) ? target.stop : stop)(host),
    pause: record('pause', target.pause),
    resume: record('resume', target.resume),
    reload: record('reload', target.reload),
    ...(faults && { faults: recordFaults(faults, record) }),
  };
}

type Recorder = <Rest extends unknown[]>(
  action: string,
  act: (host: Host, ...rest: Rest) => Promise<void>,
) => (host: Host, ...rest: Rest) => Promise<void>;

function recordFaults(faults: MachineFaults, record: Recorder): MachineFaults {
  return {
    ...faults,
    partition: (host, from) =>
      record(`partition from ${from.map(({ name }) => name).join(', ')}`, (cut) => faults.partition(cut, from))(host),
    heal: record('heal', faults.heal),
    slow: (host, delayMs) => record(`slow by ${delayMs} ms`, (late) => faults.slow(late, delayMs))(host),
    poweroff: record('poweroff', faults.poweroff),
    switchOn: record('switch on', faults.switchOn),
  };
}

function recordAction<Rest extends unknown[]>(
  writer: RecordWriter,
  action: string,
  act: (host: Host, ...rest: Rest) => Promise<void>,
) {
  return async (host: Host, ...rest: Rest) => {
    const note = (edge: ActionLine['edge'], problem?: string) => {
      const about = { type: 'action', atMs: Date.now(), by: whoActs(), action, host: host.name, edge } as const;
      writer.append(problem === undefined ? about : { ...about, problem });
    };
    note('begin');
    try {
      await act(host, ...rest);
      note('done');
    } catch (error) {
      note('failed', (error as Error).message);
      throw error;
    }
  };
}
