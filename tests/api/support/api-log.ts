import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from './environment.ts';
import { eventually } from './eventually.ts';

/** One line that the API has logged. */
interface Line {
  level: number;
  time: number;
  requestId?: string;
}

const ERROR_LEVEL = 50;

/** The lines of level error that these requests have caused, or no request at all, once the last of the requests is logged. */
export async function findErrors({ ids, sinceMs }: { ids: Set<string>; sinceMs: number }): Promise<Line[]> {
  const last = [...ids].at(-1);
  const lines = await eventually(
    async () => readLines().filter(({ time }) => time >= sinceMs),
    (found) => found.some(({ requestId }) => requestId === last),
  );
  if (lines.length === 0) throw new Error('The API has logged none of the requests.');
  return lines.filter(
    ({ level, requestId }) => level >= ERROR_LEVEL && (requestId === undefined || ids.has(requestId)),
  );
}

function readLines(): Line[] {
  const folder = join(environment.LAB_DIR ?? '', 'hosts/web');
  const files = ['host.log.1', 'host.log'].map((name) => join(folder, name)).filter(existsSync);
  return files
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}
