import test from 'ava';
import { type HostCondition, listActions } from '../../../page/browser/list-actions.ts';

const running: HostCondition = { state: 'running', network: undefined, canReload: false, isMachine: false };

const offers = test.macro<[Partial<HostCondition>, string[]]>((t, condition, expected) => {
  t.deepEqual(listActions({ ...running, ...condition }), expected);
});

test('a process is killed, stopped or frozen', offers, {}, ['kill', 'stop', 'pause']);
test('HAProxy also reads its configuration anew', offers, { canReload: true }, ['kill', 'stop', 'pause', 'reload']);
test('a machine has a network and a power supply', offers, { isMachine: true }, [
  'kill',
  'stop',
  'pause',
  'partition',
  'slow',
  'poweroff',
]);
test('a network that was broken is mended', offers, { isMachine: true, network: 'cut off' }, [
  'kill',
  'stop',
  'pause',
  'heal',
  'poweroff',
]);
test(
  'a machine that cannot be reached is reconnected',
  offers,
  { isMachine: true, state: 'unknown', network: 'slow' },
  ['heal'],
);
test('a frozen host is not reloaded', offers, { state: 'paused', canReload: true }, ['resume', 'kill']);
test('a host that is down is started', offers, { state: 'stopped', isMachine: true }, ['start']);
