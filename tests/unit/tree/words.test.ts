import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { projectDir } from '../../../scripts/settings/config.ts';
import { listFiles } from '../../tree/list-files.ts';

// Words that hide which part of the program is meant; split, so that this file has none of them. systemctl has an option of the kind.
const vague = new RegExp(`(?<!--kill-)\\b(no${'body'}|who${'ever'}|who${'m'})\\b`, 'i');
const texts = /\.(tsx?|mjs|css|sh|md|cfg|cnf|sql)$|Vagrantfile$/;

test('every sentence names the part of the program that it is about', (t) => {
  const files = listFiles(projectDir, texts);
  t.deepEqual(files.flatMap(listVagueLines), []);
});

const listVagueLines = (file: string) =>
  readFileSync(join(projectDir, file), 'utf8')
    .split('\n')
    .flatMap((line, index) => (vague.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
