import test from 'ava';
import { renderAlerts } from '../../../../scripts/cli/commands/alerts.ts';

const nowMs = Date.UTC(2026, 10, 29);
const dead = {
  name: 'GroupMemberNotOnline',
  severity: 'warning',
  instance: 'mysql-2',
  summary: 'mysql-2 is no ONLINE member of the group',
  look: './lab status',
  runbook: 'docs/troubleshooting.md#groupmembernotonline',
  sinceMs: nowMs - 6_000,
  inhibited: false,
  causes: [] as string[],
};
const consequence = {
  ...dead,
  name: 'GroupCanLoseNoMember',
  sinceMs: nowMs - 300_000,
  inhibited: true,
  causes: ['GroupMemberNotOnline'],
};

test('alerts are listed with their age and what to look at, and consequences are counted', (t) => {
  const lines = renderAlerts({ alerts: [dead, consequence], isWatched: true }, { nowMs }).split('\n');
  t.is(lines[1], 'warning   GroupMemberNotOnline  6 s    mysql-2 is no ONLINE member of the group');
  t.is(lines[2], '1 more are consequences of these: ./lab alerts --all');
  t.is(lines.at(-1), '  docs/troubleshooting.md#groupmembernotonline');
  t.regex(
    renderAlerts({ alerts: [consequence], isWatched: true }, { nowMs, all: true }),
    /GroupCanLoseNoMember +5 min/,
  );
});

test('peace is told from a watchman that is gone', (t) => {
  t.is(renderAlerts({ alerts: [], isWatched: true }, { nowMs }), 'No alert is in force.');
  t.regex(renderAlerts({ alerts: [], isWatched: false }, { nowMs }), /^Prometheus tells Alertmanager nothing/);
});
