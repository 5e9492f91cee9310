import test from 'ava';
import { gtidSetsAgree } from './support/agreement.ts';
import { ask, register } from './support/api-client.ts';
import { lab, makeLandlordKey, onMachine, readStatus, waitForMember, writeLabFile } from './support/foreign-lab.ts';
import { requireUnharmed, underLoad } from './support/load.ts';
import { vagrant } from './support/vagrant-lab.ts';

// The lab by `--target ssh`, on machines that are only listed in lab.json with a user and a key.

const names = ['mysql-1', 'mysql-2', 'mysql-3', 'haproxy', 'web'];
const inventory = [
  'dpkg-query -W | cut -f1',
  'getent passwd | cut -d: -f1',
  "systemctl list-unit-files -q --state=enabled | cut -d' ' -f1",
].join('; ');
const before = new Map<string, string>();

test.before(async () => {
  await makeLandlordKey();
  await writeLabFile();
  await vagrant('up');
  for (const name of names) before.set(name, (await onMachine(name, inventory)).stdout);
});

test.serial('bare machines become a lab by one command', async (t) => {
  const startedMs = Date.now();
  const { exitCode, stdout, stderr } = await lab('up');
  t.is(exitCode, 0, stdout.slice(-2_000) + stderr);
  t.log(`up took ${Math.round((Date.now() - startedMs) / 1000)} s`);
  t.regex(stdout, /3 of 3 members ONLINE/);
  const { group, api, members } = await readStatus();
  t.like({ group, api }, { group: { online: 3 }, api: { healthy: true } });
  t.true(members.every(({ routed }) => routed));
});

test.serial('up again changes nothing on any machine', async (t) => {
  const { exitCode, stdout, stderr } = await lab('up');
  t.is(exitCode, 0, stderr);
  for (const name of names) t.regex(stdout, new RegExp(`${name}: ${name}: no change`));
  t.notRegex(stdout, /changed:/);
});

test.serial('a member that is killed and started again costs no request', async (t) => {
  const report = await underLoad(async () => {
    t.is((await lab('kill', 'mysql-1')).exitCode, 0);
    const { exitCode, stdout } = await lab('start', 'mysql-1');
    t.is(exitCode, 0);
    t.regex(stdout, /mysql-1 is ONLINE and routed/);
  });
  await requireUnharmed(t, report);
});

test.serial(
  'a machine that the group was begun without stays outside when it boots, until it is recloned',
  async (t) => {
    await lab('poweroff', 'mysql-3');
    await waitForMember('mysql-3', ({ host }) => host !== 'running');
    for (const name of ['mysql-1', 'mysql-2']) t.is((await lab('kill', name)).exitCode, 0);
    const forced = await lab('recover', '--force');
    t.regex(forced.stdout, /2 of 3 members ONLINE/, forced.stderr);
    t.regex(forced.stdout, /mysql-3 stays out/);
    const { token } = await register('after');
    const article = { title: 'Without the third', description: 'd', body: 'b' };
    t.true((await ask('POST', '/articles', { token, json: { article } })).status < 300);

    await vagrant('up', '--no-provision', 'mysql-3');
    const member = await waitForMember('mysql-3', ({ version }) => version !== '');
    t.not(member.state, 'ONLINE');
    const { stdout: allowed } = await onMachine('mysql-1', 'sudo cat /etc/mysql-group-lab/shut-out.nft');
    t.regex(allowed, /33061 reject/);
    const recloned = await lab('reclone', 'mysql-3', '--yes');
    t.is(recloned.exitCode, 0, recloned.stdout + recloned.stderr);
    await waitForMember('mysql-3', ({ routed }) => routed);
    t.true(gtidSetsAgree(await readStatus()));
  },
);

test.serial('destroy asks first, and leaves the machines as they were', async (t) => {
  const asked = await lab('destroy');
  t.is(asked.exitCode, 1);
  t.regex(asked.stdout + asked.stderr, /--yes/);
  const { exitCode, stdout, stderr } = await lab('destroy', '--yes');
  t.is(exitCode, 0, stdout + stderr);
  for (const name of names) {
    t.is((await onMachine(name, inventory)).stdout, before.get(name) ?? '', name);
    const { stdout: rest } = await onMachine(
      name,
      "sudo find / -xdev -path /proc -prune -o -name '*mysql-group-lab*' -print",
    );
    t.is(rest, '', name);
  }
});
