import test from 'ava';
import {
  parseAddress,
  parseSpan,
  renderAddress,
  resolveRange,
} from '../../../../page/browser/dashboards/view-state.ts';
import { readDashboards } from '../../../../roles/prometheus/read-dashboards.ts';

const dashboards = readDashboards();

test('the address says what is shown, and leads back to it', (t) => {
  const state = {
    uid: 'lab-hosts',
    from: 'now-1h',
    to: 'now',
    refresh: '',
    choices: { host: ['mysql-1', 'a&b=c'] },
  };
  t.deepEqual(parseAddress(renderAddress(state), dashboards), state);
});

test('an address without a dashboard, or with one that is not there, shows the first one', (t) => {
  for (const address of ['', '#', '#lab-other?from=now-5m', '#%'])
    t.is(parseAddress(address, dashboards).uid, 'lab-system', address);
});

test('what the address does not say is as the dashboard has it', (t) => {
  const { from, to, refresh, choices } = parseAddress('#lab-api', dashboards);
  t.deepEqual({ from, to, refresh, choices }, { from: 'now-15m', to: 'now', refresh: '5s', choices: {} });
});

test('a range is a span up to now, or two moments', (t) => {
  t.deepEqual(resolveRange({ from: 'now-15m', to: 'now' }, 10_000), { fromS: 9_100, toS: 10_000 });
  const moments = { from: '1700000000000', to: '1700000060000' };
  t.deepEqual(resolveRange(moments, 0), { fromS: 1_700_000_000, toS: 1_700_000_060 });
});

test('a range that makes no sense is the last quarter of an hour', (t) => {
  for (const from of ['yesterday', 'now', 'now-', 'now-1w', ''])
    t.deepEqual(resolveRange({ from, to: 'now' }, 10_000), { fromS: 9_100, toS: 10_000 }, from);
});

test('spans are in seconds, minutes, hours and days', (t) => {
  t.deepEqual(['5s', '15m', '6h', '15d', '', 'x', '1w'].map(parseSpan), [5, 900, 21_600, 1_296_000, 0, 0, 0]);
});
