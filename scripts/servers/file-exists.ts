import { access, constants } from 'node:fs/promises';

/** Whether there is a file or folder that this user can read. */
export async function fileExists(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
