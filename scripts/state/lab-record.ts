import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readJson, writeJson } from './state-dir.ts';

/** What a lab remembers of itself. */
export interface LabRecord {
  /** The group's name: every transaction of the group carries it in its GTID. */
  groupUuid: string;
  /** Fingerprint of the accounts and functions that were installed last. */
  installed?: string;
  /** Set once the seeds are in: only a new lab is seeded by itself. */
  seeded?: boolean;
  /** The lab runs without this project's care, to show what that is worth. */
  naive?: boolean;
  /** False where the lab was started without its watcher. */
  watched?: boolean;
  /** The web hosts it was started with last; none where it has only ever had one. */
  webHosts?: string[];
  /** The profiles of lab.json that are on. */
  profiles?: string[];
  /** What was added to every port when the lab was made. */
  portShift?: number;
  /** Members that the group was once begun without, by --force; a reclone lets them in again. */
  leftOut?: string[];
}

/** Reads the lab's record; makes the group's UUID where there is none yet. */
export async function loadLabRecord(stateDir: string): Promise<LabRecord> {
  const kept = await readJson<LabRecord>(recordPath(stateDir));
  if (kept) return kept;
  const made = { groupUuid: randomUUID() };
  await saveLabRecord(stateDir, made);
  return made;
}

/** Writes the lab's record. */
export async function saveLabRecord(stateDir: string, record: LabRecord) {
  await writeJson(recordPath(stateDir), record);
}

function recordPath(stateDir: string) {
  return join(stateDir, 'lab.json');
}
