import { joinGroup } from '../group/membership.ts';
import { type Lab, openGroup } from '../lab/open-lab.ts';
import type { Step } from '../messages/run-steps.ts';
import type { Host } from '../settings/lab-file.ts';
import { saveLabRecord } from '../state/lab-record.ts';

/**
 * Stops a member, deletes its data and copies the group to it; returns the folder that keeps its
 * binary logs.
 */
export async function recloneMember(lab: Lab, host: Host, runSteps: (steps: Step[]) => Promise<unknown>) {
  let saved = '';
  await runSteps([
    { title: `Stopping ${host.name}`, run: () => lab.target.stop(host) },
    {
      title: 'Keeping its binary logs, removing its data',
      run: async () => {
        saved = await lab.target.reset(host);
        await forgetLeftOut(lab, host);
      },
    },
    { title: `Starting ${host.name} empty`, run: () => lab.target.start(host, { joinOnBoot: false }) },
    { title: 'Copying the group', run: (progress) => joinGroup(openGroup(lab, progress), host.name) },
  ]);
  return saved;
}

// An empty member is safe: what it alone had cannot contradict the group any more.
async function forgetLeftOut({ record, config }: Lab, { name }: Host) {
  record.leftOut = record.leftOut?.filter((each) => each !== name);
  await saveLabRecord(config.stateDir, record);
}
