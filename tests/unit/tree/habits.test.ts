import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { projectDir } from '../../../scripts/settings/config.ts';
import { listFiles } from '../../tree/list-files.ts';

const shared = /\b(before|after)Each\(|^[^ \n].*(?<!async .*)\bawait /m;

test('no unit test waits before it declares its tests, or speaks for those of other files', (t) => {
  // All files of a folder share one process.
  const files = listFiles(projectDir, /^tests\/unit\/.*\.test\.ts$/);
  t.deepEqual(
    files.filter((file) => shared.test(readFileSync(join(projectDir, file), 'utf8'))),
    [],
  );
});
