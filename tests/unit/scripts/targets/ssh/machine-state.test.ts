import test from 'ava';
import { parseMachineState } from '../../../../../scripts/targets/ssh/machine-state.ts';

const line = (fields: Record<string, string>) =>
  Object.entries({ active: 'active', sub: 'running', process: 'S', held: 'no', cut: 'no', prepared: 'yes', ...fields })
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');

const states: [string, Record<string, string>, string][] = [
  ['a unit that runs', {}, 'running'],
  ['a frozen process', { process: 'T' }, 'paused'],
  ['a unit that waits for its next start', { active: 'activating', sub: 'auto-restart', process: '-' }, 'restarting'],
  ['a unit that starts', { active: 'activating', sub: 'start' }, 'running'],
  ['a unit whose start is checked first', { active: 'activating', sub: 'start-pre' }, 'running'],
  ['a unit that ends', { active: 'deactivating', sub: 'stop-sigterm' }, 'restarting'],
  ['a unit that is down', { active: 'inactive', sub: 'dead', process: '-' }, 'stopped'],
  ['a unit that failed', { active: 'failed', sub: 'failed', process: '-' }, 'stopped'],
];

for (const [what, fields, host] of states) {
  test(`${what} is ${host}`, (t) => {
    t.is(parseMachineState(line(fields)).host, host as never);
  });
}

test('what was done on purpose is known', (t) => {
  t.like(parseMachineState(line({ held: 'yes', cut: 'yes', prepared: 'no' })), {
    held: true,
    cut: true,
    prepared: false,
  });
});
