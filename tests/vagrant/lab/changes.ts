import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import type { HostStatus } from '../../../scripts/status/collect-status.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';
import { gtidSetsAgree } from '../support/agreement.ts';
import { requireUnharmed, startLoad } from '../support/load.ts';
import { host } from '../support/parse-status.ts';
import {
  accepts,
  forwarded,
  lab,
  members,
  onMachine,
  readStatus,
  resume,
  suspend,
  vagrant,
  waitForRouting,
  waitUntilWhole,
} from '../support/vagrant-lab.ts';

// What a person changes: machines that go and come, another provisioning, another kind of host.

test.serial('after halt and up of all machines the group is back, with every article', async (t) => {
  const load = await startLoad({ clients: 2 });
  await sleep(1_000);
  const report = await load.stop();
  await vagrant('halt', '--force');
  await vagrant('up');
  t.log(`whole ${Math.round((await waitUntilWhole(180_000)) / 1000)} s after vagrant up had ended`);
  await requireUnharmed(t, report);
});

test.serial('after suspend and resume of all machines the lab works by itself, and nothing is lost', async (t) => {
  const load = await startLoad({ clients: 2 });
  await sleep(1_000);
  const report = await load.stop();
  await suspend();
  await sleep(60_000);
  await resume();
  t.log(`whole ${Math.round((await waitUntilWhole(300_000)) / 1000)} s after the machines went on`);
  await requireUnharmed(t, report);
  t.true(gtidSetsAgree(await readStatus()));
});

test.serial('a machine that is destroyed and made anew becomes a copy of the others', async (t) => {
  await vagrant('destroy', '--force', 'mysql-2');
  await vagrant('up', 'mysql-2');
  t.log(`routed ${await waitForRouting('mysql-2', { routed: true, timeoutMs: 180_000 })} ms after vagrant up`);
  t.true(gtidSetsAgree(await readStatus()));
});

test.serial('provisioning again changes nothing', async (t) => {
  const text = await vagrant('provision');
  for (const name of [...members, 'haproxy', 'web']) t.regex(text, new RegExp(`${name}: no change`));
  t.notRegex(text, /changed:/);
});

test.serial('a kind of host that only its folder and lab.json know is added, ruled and removed', async (t) => {
  const added = await lab('add', 'echo');
  t.is(added.exitCode, 0, added.stdout.slice(-2_000) + added.stderr);
  const look = await waitForHost('echo', ({ healthy }) => healthy);
  t.is(look.text, 'echo beside 3 members, OpenSesame');
  // A forwarded port whose machine refuses is open, and silent for ever.
  const asked = fetch(`http://127.0.0.1:${forwarded.echo.port}/`, { signal: AbortSignal.timeout(10_000) });
  t.is((await asked).status, 200);

  t.is((await lab('kill', 'echo')).exitCode, 0);
  await waitForHost('echo', ({ host, healthy }) => host === 'stopped' && !healthy);
  t.is((await lab('start', 'echo')).exitCode, 0);
  await waitForHost('echo', ({ healthy }) => healthy);

  const before = await mainProcess('echo', 'lab-echo');
  await onMachine('echo', 'sudo systemctl kill --signal=KILL lab-echo');
  await waitForHost('echo', ({ healthy }) => healthy);
  t.not(await mainProcess('echo', 'lab-echo'), before, 'systemd starts what crashed');

  t.is((await lab('stop', 'echo')).exitCode, 0);
  await waitForHost('echo', ({ host }) => host === 'stopped');
  const removed = await lab('remove', 'echo');
  t.is(removed.exitCode, 0, removed.stdout.slice(-2_000) + removed.stderr);
  const { hosts } = await readStatus();
  t.deepEqual(hosts.map(({ name }) => name).sort(), [...members, 'haproxy', 'web'].sort());
  t.false(await accepts(host(look.address), 22), 'its machine is gone');
});

async function waitForHost(name: string, isSo: (look: HostStatus) => boolean): Promise<HostStatus> {
  let last: HostStatus | undefined;
  const check = async () => {
    last = (await readStatus()).hosts.find((each) => each.name === name);
    return last !== undefined && isSo(last);
  };
  await waitFor(check, { what: `${name} to be as wanted`, timeoutMs: 60_000, intervalMs: 500 });
  return last as HostStatus;
}

async function mainProcess(name: string, unit: string) {
  return (await onMachine(name, `systemctl show -P MainPID ${unit}`)).stdout.trim();
}
