import test from 'ava';
import type { Sample } from '../../../../../chaos/history.ts';
import { macrosFor } from '../../support/checker-macros.ts';

const { passes, fails } = macrosFor('members get clients only when ONLINE');

const sample = (atMs: number, state: string, routed: boolean): Sample => ({
  atMs,
  members: { 'mysql-1': { state, routed } },
});

test('a member that is ONLINE before it is routed to passes', passes, {
  finals: [],
  samples: [sample(0, 'RECOVERING', false), sample(200, 'ONLINE', false), sample(400, 'ONLINE', true)],
});

test('a member that is still routed to while it falls back passes', passes, {
  samples: [sample(0, 'ONLINE', true), sample(200, 'RECOVERING', true)],
});

test(
  'a member that is routed to while it catches up is told',
  fails,
  { samples: [sample(0, 'OFFLINE', false), sample(1_200, 'RECOVERING', true)] },
  /^mysql-1 was routed to at 1\.2 s while RECOVERING$/,
);

test('a late answer of a member, which had become ONLINE since, passes', passes, {
  finals: [],
  samples: [sample(0, 'DOWN', false), sample(200, 'RECOVERING', true), sample(400, 'ONLINE', true)],
});

test(
  'a member that goes on catching up after a silence is told',
  fails,
  { samples: [sample(0, 'DOWN', false), sample(200, 'RECOVERING', true), sample(400, 'RECOVERING', true)] },
  /^mysql-1 was routed to at 0\.2 s while RECOVERING$/,
);
