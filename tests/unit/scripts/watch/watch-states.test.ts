import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import type { HostState } from '../../../../roles/role.ts';
import { waitFor } from '../../../../scripts/waiting/wait.ts';
import { watchStates } from '../../../../scripts/watch/watch-states.ts';

const host = { name: 'mysql-1', role: 'mysql', lastOctet: 53, memoryMb: 1, localPorts: {} };

test('a process is asked each time', async (t) => {
  const states: HostState[] = ['running', 'stopped'];
  const watch = watchStates({ hosts: [host], state: async () => states.shift() ?? 'paused' });
  t.is(await watch.read(host), 'running');
  t.is(await watch.read(host), 'stopped');
  watch.close();
});

test('of a machine the state that it said last is told, and it is asked anew when it ends', async (t) => {
  let turns = 0;
  const watch = watchStates({
    hosts: [host],
    state: () => Promise.reject(new Error('a machine is not asked each time')),
    async *followState(_host, signal) {
      turns += 1;
      yield turns === 1 ? 'running' : 'stopped';
      if (turns > 1) await sleep(60_000, undefined, { signal });
    },
  });
  t.is(await watch.read(host), 'unknown');
  const isTold = (state: string) => async () => (await watch.read(host)) === state;
  await waitFor(isTold('running'), { what: 'the first state', timeoutMs: 5_000, intervalMs: 5 });
  await waitFor(isTold('stopped'), { what: 'the state after the next call', timeoutMs: 10_000, intervalMs: 5 });
  t.is(turns, 2);
  watch.close();
});
