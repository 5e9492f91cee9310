import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { type InhibitRule, inhibitRules } from '../../../../roles/alertmanager/inhibit-rules.ts';
import { projectDir } from '../../../../scripts/settings/config.ts';
import { type Labels, situations } from './inhibition-situations.ts';

/** Whether a matcher of Alertmanager, such as job="mysql", takes an alert. */
function takes(matcher: string, labels: Labels): boolean {
  const [, label = '', operator, value = ''] = /^(\w+)(=~|=)"(.*)"$/.exec(matcher) ?? [];
  const text = labels[label] ?? '';
  return operator === '=~' ? new RegExp(`^(?:${value})$`).test(text) : text === value;
}

const takesAll = (matchers: string[], labels: Labels) => matchers.every((matcher) => takes(matcher, labels));

const silences = ({ source_matchers, target_matchers, equal = [] }: InhibitRule, cause: Labels, alert: Labels) =>
  takesAll(source_matchers, cause) &&
  takesAll(target_matchers, alert) &&
  equal.every((label) => (cause[label] ?? '') === (alert[label] ?? ''));

/** The alerts of which a message is sent, as Alertmanager decides it. */
const listTold = (alerts: Labels[]) =>
  alerts.filter((alert) => !alerts.some((cause) => inhibitRules.some((rule) => silences(rule, cause, alert))));

for (const { title, told, silent } of situations) {
  test(title, (t) => t.deepEqual(listTold([...silent, ...told]), told));
}

const folder = join(projectDir, 'roles/prometheus/rules');
const rulesText = readdirSync(folder)
  .filter((name) => name.endsWith('.yml'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');
const alerts = rulesText
  .split(/^ {6}- alert: /m)
  .slice(1)
  .map((text) => ({
    name: /^\w+/.exec(text)?.[0] ?? '',
    severity: /severity: (\w+)/.exec(text)?.[1] ?? '',
    by: /by \(([^)]*)\)/.exec(text)?.[1]?.split(', ') ?? [],
  }));
const pairs = inhibitRules.flatMap((rule) =>
  alerts
    .filter(({ name }) => takes(rule.source_matchers[0] ?? '', { alertname: name }))
    .flatMap((cause) =>
      alerts
        .filter(({ name }) => takes(rule.target_matchers[0] ?? '', { alertname: name }))
        .map((alert) => ({ cause, alert, equal: rule.equal ?? [] })),
    ),
);

test('no alert is kept silent by a lesser one', (t) => {
  for (const { cause, alert } of pairs) {
    t.true(cause.severity === 'critical' || alert.severity === 'warning', `${cause.name} silences ${alert.name}`);
  }
});

test('what has to be equal is a label of both', (t) => {
  for (const { cause, alert, equal } of pairs) {
    for (const label of equal)
      for (const { name, by } of [cause, alert]) t.true(by.includes(label), `${name} ${label}`);
  }
});

test('every pair of a cause and a consequence is in a situation', (t) => {
  for (const { cause, alert } of pairs) {
    const isShown = situations.some(
      ({ told, silent }) =>
        told.some(({ alertname }) => alertname === cause.name) &&
        silent.some(({ alertname }) => alertname === alert.name),
    );
    t.true(isShown, `${cause.name} silences ${alert.name}`);
  }
});
