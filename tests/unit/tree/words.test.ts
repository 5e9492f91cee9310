import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { projectDir } from '../../../scripts/settings/config.ts';
import { listFiles } from '../../tree/list-files.ts';

// Words that hide which part of the program is meant. Split, so that this file has none of them.
const vague = new RegExp(`\\b(no${'body'}|who${'ever'}|who${'m'})\\b`, 'i');
const texts = /\.(ts|mjs|sh|md|cfg|cnf|sql)$|Vagrantfile$/;

// To be rewritten: an entry goes with its last vague sentence.
const stillVague = /^(api|docs|haproxy|provision|roles|scripts|tests\/unit)\/|^(Vagrantfile|README\.md)$/;

test('every sentence names the part of the program that it is about', (t) => {
  const files = listFiles(projectDir, texts).filter((file) => !stillVague.test(file));
  t.deepEqual(files.flatMap(listVagueLines), []);
});

const listVagueLines = (file: string) =>
  readFileSync(join(projectDir, file), 'utf8')
    .split('\n')
    .flatMap((line, index) => (vague.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
