import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../../scripts/messages/user-error.ts';

/** Writes files of provisioning into the folder of a Grafana; answers with their paths. */
export async function writeProvisioning(folder: string, files: Record<string, string>): Promise<string[]> {
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    // Not recursive: the folder is there, and below one such as /proc Node would try for ever.
    await mkdir(dirname(path))
      .catch(passExisting)
      .then(() => writeFile(path, text))
      .catch((error: NodeJS.ErrnoException) => {
        throw new UserError(`${path} cannot be written (${error.code})`, {
          next: 'set LAB_GRAFANA to the address of that Grafana, with LAB_GRAFANA_TOKEN, or to a folder of your own',
        });
      });
  }
  return paths;
}

function passExisting(error: NodeJS.ErrnoException) {
  if (error.code !== 'EEXIST') throw error;
}
