import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { RecordLine } from '../../../../../scripts/record/lines.ts';
import { readRecord } from '../../../../../scripts/record/reader.ts';
import { tellRun } from './tell-run.ts';

// Keeps the record of a run for the tests, and what is told of it, to be read by a person before it is committed:
// npx tsx tests/unit/scripts/explain/runs/keep-run.ts kill results/kill/TIME-hardened

const [name = '', from = ''] = process.argv.slice(2);
// A run's folder, or the lines that ./lab events --json has printed.
const lines = from.endsWith('.jsonl') ? readLines(from) : [...readRecord(`${from}/record`)];
const kept = lines.filter((line) => line.type !== 'log' || line.source !== 'api');
const text = kept.map((line) => `${JSON.stringify(line)}\n`).join('');
writeFileSync(`${import.meta.dirname}/${name}.jsonl.gz`, gzipSync(text, { level: 9 }));
writeFileSync(`${import.meta.dirname}/${name}.txt`, tellRun(kept));

function readLines(path: string) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordLine);
}
