import test from 'ava';
import { waitFor } from '../../../scripts/waiting/wait.ts';
import { requireUnharmed, underLoad } from '../support/load.ts';
import { host } from '../support/parse-status.ts';
import { lab, onMachine, readStatus, vagrant, waitForRouting } from '../support/vagrant-lab.ts';

// What may be lost without a failed request: a process, a machine, the network.

test.serial('a member that is killed costs no request, and returns when it is started', async (t) => {
  const report = await underLoad(async () => {
    t.is((await lab('kill', 'mysql-1')).exitCode, 0);
    t.log(`not routed ${await waitForRouting('mysql-1', { routed: false, timeoutMs: 8_000 })} ms after the command`);
    const started = await lab('start', 'mysql-1');
    t.is(started.exitCode, 0, started.stdout + started.stderr);
  });
  await requireUnharmed(t, report);
});

test.serial('a machine that loses its power costs no request, and takes part again after vagrant up', async (t) => {
  const report = await underLoad(async () => {
    await vagrant('halt', '--force', 'mysql-2');
    await waitForRouting('mysql-2', { routed: false, timeoutMs: 8_000 });
    await vagrant('up', 'mysql-2');
    t.log(`routed ${await waitForRouting('mysql-2', { routed: true, timeoutMs: 120_000 })} ms after vagrant up`);
  });
  await requireUnharmed(t, report);
});

test.serial(
  'a member cut off from the others is routed to no more, takes no writes, and heals by itself',
  async (t) => {
    const report = await underLoad(async () => {
      t.is((await lab('partition', 'mysql-3')).exitCode, 0);
      const tookMs = await waitForRouting('mysql-3', { routed: false, timeoutMs: 8_000 });
      t.log(`not routed ${tookMs} ms after the cut`);
      const { exitCode } = await lab('sql', 'mysql-3', '--execute=CREATE DATABASE must_not_be');
      t.not(exitCode, 0, 'the side without a majority takes no writes');
      t.is((await lab('heal', 'mysql-3')).exitCode, 0);
      t.log(`routed ${await waitForRouting('mysql-3', { routed: true, timeoutMs: 150_000 })} ms after it was healed`);
    });
    await requireUnharmed(t, report);
  },
);

test.serial('what a slow machine sends arrives later, under load too, until it is healed', async (t) => {
  const report = await underLoad(async () => {
    const { exitCode, stdout, stderr } = await lab('slow', 'mysql-1', '--by', '50');
    if (exitCode !== 0) {
      t.log('SKIPPED: this kernel cannot delay packets');
      t.regex(stdout + stderr, /slow is not possible here/);
      return;
    }
    t.log(`the quickest echo took ${await quickestEcho('mysql-1')} ms`);
    // A manager of networks that configures an interface anew, as at the end of a lease, must not end the delay.
    await onMachine('mysql-1', 'sudo networkctl reconfigure eth0');
    await waitUntilConfigured('mysql-1');
    const least = await quickestEcho('mysql-1');
    t.true(least >= 50, `the quickest echo took ${least} ms`);
    t.is((await lab('heal', 'mysql-1')).exitCode, 0);
    const healed = await quickestEcho('mysql-1');
    t.true(healed < 50, `the quickest echo took ${healed} ms after heal`);
  });
  await requireUnharmed(t, report);
});

async function waitUntilConfigured(name: string) {
  const isConfigured = async () =>
    /configured/.test((await onMachine(name, 'networkctl --no-legend list eth0')).stdout);
  await waitFor(isConfigured, { what: `eth0 of ${name} to be configured`, timeoutMs: 30_000, intervalMs: 500 });
}

async function quickestEcho(name: string) {
  const { members: all } = await readStatus();
  const address = host(all.find((member) => member.name === name)?.address ?? '');
  const { stdout } = await onMachine('web', `ping -q -c 5 -i 0.3 ${address}`);
  return Number(/= ([\d.]+)\//.exec(stdout)?.[1]);
}
