import { actAs, whoActs } from '../record/actor.ts';
import type { Edge } from '../record/lines.ts';
import { recordDir } from '../record/segments.ts';
import { openRecord } from '../record/writer.ts';
import { projectDir, readConfig } from '../settings/config.ts';
import { requireLab } from '../state/state-dir.ts';

/** Runs a command and writes it into the lab's record, before and after. */
export async function recordCommand(words: string[], run: () => Promise<unknown>) {
  const { stateDir, givenBy } = readConfig();
  if (givenBy) actAs(givenBy);
  const isOurs = await requireLab(stateDir, projectDir).then(
    () => true,
    () => false,
  );
  if (!isOurs) return await run();
  const writer = openRecord(recordDir(stateDir));
  const note = (edge: Edge, more: { problem?: string } = {}) =>
    writer.append({ type: 'command', atMs: Date.now(), by: whoActs(), words: words.join(' '), edge, ...more });
  note('begin');
  try {
    await run();
    note('done');
  } catch (error) {
    note('failed', { problem: (error as Error).message });
    throw error;
  }
}
