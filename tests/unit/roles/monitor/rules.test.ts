import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { inhibitRules } from '../../../../roles/alertmanager/inhibit-rules.ts';
import { projectDir } from '../../../../scripts/settings/config.ts';

const folder = join(projectDir, 'roles/prometheus/rules');
const read = (...path: string[]) => readFileSync(join(...path), 'utf8');
const listFiles = (where: string) => readdirSync(where).filter((name) => name.endsWith('.yml'));

/** The rules' own text, one piece for each alert. */
const alerts = listFiles(folder).flatMap((file) =>
  read(folder, file)
    .split(/^ {6}- /m)
    .flatMap((text) => {
      const name = /^alert: (\w+)$/m.exec(text)?.[1];
      return name ? [{ name, file, text }] : [];
    }),
);
const names = alerts.map(({ name }) => name);

test('every alert says what is the matter, what to look at, and where that is explained', (t) => {
  t.true(alerts.length > 30);
  t.is(new Set(names).size, names.length);
  for (const { name, text } of alerts) {
    for (const key of ['summary', 'look', 'runbook'])
      t.regex(text, new RegExp(`^ {10}${key}: \\S`, 'm'), `${name} ${key}`);
    t.regex(text, /labels: \{ severity: (critical|warning|none) \}/, name);
  }
});

test('no link of an alert is dead, and every entry belongs to an alert', (t) => {
  const headings = [...read(projectDir, 'docs/troubleshooting.md').matchAll(/^### (.+)$/gm)].map(
    ([, heading]) => heading,
  );
  t.deepEqual(headings.toSorted(), names.toSorted());
  for (const { name, text } of alerts) {
    t.is(/runbook: (\S+)/.exec(text)?.[1], `docs/troubleshooting.md#${name.toLowerCase()}`);
  }
});

test('every alert has a test in which it fires, and one in which it does not', (t) => {
  const tests = listFiles(join(folder, 'tests'))
    .map((file) => read(folder, 'tests', file))
    .join('\n');
  const lines = tests.split('\n').filter((line) => line.includes('ALERTS{'));
  for (const name of names) {
    const own = lines.filter((line) => line.includes(`alertname="${name}"`));
    t.true(
      own.some((line) => line.includes('value: ')),
      `${name} fires`,
    );
    t.true(name === 'Watchdog' || own.some((line) => line.includes('exp_samples: []')), `${name} does not fire`);
  }
});

test('every rule that looks back has two answers to look at, also where sources are asked once a minute', (t) => {
  const secondsOf = (window: string) => Number.parseInt(window, 10) * (window.endsWith('m') ? 60 : 1);
  for (const file of listFiles(folder)) {
    const pieces = read(folder, file).split(/^ {6}- /m);
    for (const text of pieces) {
      const windows = [...text.matchAll(/\[(\d+[sm])\]/g)].map(([, window = '']) => secondsOf(window));
      t.true(windows.length === 0 || Math.max(...windows) >= 150, text);
      t.notRegex(text, / offset /);
    }
  }
});

test('what keeps an alert silent, and what is kept silent, are alerts', (t) => {
  const patterns = inhibitRules.flatMap(({ source_matchers, target_matchers }) =>
    [...source_matchers, ...target_matchers].flatMap(
      (matcher) => /^alertname=~?"(.*)"/.exec(matcher)?.[1]?.split('|') ?? [],
    ),
  );
  for (const pattern of patterns)
    t.true(
      names.some((name) => new RegExp(`^(${pattern})$`).test(name)),
      pattern,
    );
});
