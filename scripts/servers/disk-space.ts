import { statfs } from 'node:fs/promises';
import { UserError } from '../messages/user-error.ts';
import { nameYourOwn } from './program.ts';

/** What the room is for, and what helps where there is none. */
export interface Purpose {
  what: string;
  instead: string;
}

const servers: Purpose = { what: 'Downloading servers', instead: nameYourOwn };

/** Throws where a folder's file system has less room than something needs, and says how much is missing. */
export async function checkFreeSpace(folder: string, minimumBytes: number, purpose = servers): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const why = whyNoRoom(folder, { freeBytes: bavail * bsize, minimumBytes }, purpose);
  if (why) throw new UserError(why, { next: `df -h '${folder}'` });
}

/** The message about a disk that is too full, or undefined when there is room. */
export function whyNoRoom(
  folder: string,
  room: { freeBytes: number; minimumBytes: number },
  { what, instead } = servers,
): string | undefined {
  if (room.freeBytes >= room.minimumBytes) return undefined;
  const [free, minimum] = [room.freeBytes, room.minimumBytes].map((bytes) => `${Math.floor(bytes / 1e6)} MB`);
  return `${what} needs ${minimum} of room in ${folder}, but its disk has only ${free} free. Make room there. ${instead}`;
}
