import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { explain } from '../../../../scripts/explain/explainer.ts';
import { createEntryReader } from '../../../../scripts/explain/moment.ts';
import { parseLine, type RecordLine } from '../../../../scripts/record/lines.ts';
import { tellRun } from './runs/tell-run.ts';

// Records of real runs, most of them on a busy machine, on which hosts and the watcher itself answered late.
// Each .txt was read by a person and held against what had been done in that run.
const folder = join(import.meta.dirname, 'runs');
const names = readdirSync(folder).flatMap((name) => (name.endsWith('.txt') ? [name.replace('.txt', '')] : []));

function readRun(name: string) {
  const text = gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`))).toString();
  return text.split('\n').flatMap((line): RecordLine[] => {
    const read = parseLine(line);
    return read ? [read] : [];
  });
}

const isTold = test.macro<[string]>((t, name) => {
  t.is(tellRun(readRun(name)), readFileSync(join(folder, `${name}.txt`), 'utf8'));
});

for (const name of names) test(`what is told of the run ${name} is what happened`, isTold, name);

test('twelve scenarios are told, and a run in which two things happen at once', (t) => {
  t.is(names.length, 13);
  t.true(names.includes('kill-while-api-ends'));
});

const deeds = /^The (?:chaos run|command line|page) (\w+) ([\w-]+)/;
const verbs: Record<string, string> = {
  killed: 'kill',
  stopped: 'stop',
  froze: 'pause',
  woke: 'resume',
  started: 'start',
  reloaded: 'reload',
};

test('every deed that is told was done, and every one that was done to a running host is told', (t) => {
  for (const name of names) {
    const lines = readRun(name);
    const done = lines.flatMap((line) =>
      line.type === 'action' && line.edge === 'begin' ? [`${line.action} ${line.host}`] : [],
    );
    const told = explain(lines.map(createEntryReader())).flatMap(({ sentences }) =>
      sentences.flatMap(({ text }) => {
        const [, verb = '', host] = deeds.exec(text) ?? [];
        return verbs[verb] ? [`${verbs[verb]} ${host}`] : [];
      }),
    );
    t.deepEqual(told.toSorted(), done.toSorted(), name);
  }
});

test('no fault of these runs is without its cause', (t) => {
  const unknown = names.filter((name) => tellRun(readRun(name)).includes('does not say why'));
  t.deepEqual(unknown, []);
});
