import test from 'ava';
import { execa } from 'execa';
import { findRoles } from '../../../roles/find-roles.ts';
import { renderLimits } from '../../../scripts/dispatch/provision-machine.ts';
import { listPlacedHosts, parseLabFile, readLabFile } from '../../../scripts/settings/lab-file.ts';
import { labText } from '../roles/lab-views.ts';
import { hasProgram } from './has-program.ts';

const hosts = listPlacedHosts(readLabFile('lab.json')).map(({ host }) => host);

/** What set-up.sh does for the service "web" of a machine that is told these limits. */
async function setUp(limits: string) {
  const script = `. provision/steps.sh; need_unit() { echo "$1"; cat "$2"; }; need_limits web '${limits}'`;
  return (await execa('bash', ['-c', script])).stdout.split('\n');
}

test('the service of a machine is held to its limits by systemd', async (t) => {
  t.deepEqual(await setUp('0.5 512'), [
    '/etc/systemd/system/web.service.d/zz-lab-limits.conf',
    '# The limits of lab.json.',
    '[Service]',
    'CPUQuota=50%',
    'MemoryHigh=460M',
    'MemoryMax=512M',
    'MemorySwapMax=0',
  ]);
  t.true((await setUp('2 1024')).includes('CPUQuota=200%'));
});

test('without limits nothing is written', async (t) => {
  t.deepEqual(await setUp(''), ['']);
});

test('every limit of lab.json leaves the machine some of its memory', (t) => {
  const limited = hosts.filter(({ limits }) => limits);
  t.true(limited.length >= 5);
  for (const { name, memoryMb, limits } of limited) t.true((limits?.memoryMb ?? 0) < memoryMb, name);
});

test('a limit that is no limit is named', (t) => {
  const text = labText.replace('"cpus": 0.5', '"cpus": 0');
  t.throws(() => parseLabFile(text), { message: /limits\.cpus/ });
});

const withRuby = hasProgram('ruby', '-e', '') ? test : test.skip;

withRuby('hosts whose roles have no machine.conf are named before a machine is made', async (t) => {
  const script = 'require "./provision/hosts"; puts Hosts.new.without_machine.map { |host| host["name"] }';
  const ask = async (LAB_WITH: string) => (await execa('ruby', ['-e', script], { env: { LAB_WITH } })).stdout;
  t.is(await ask('edge'), '');
  t.is(await ask('load'), 'locust');
});

withRuby('Vagrant and SSH tell a machine the same limits, and none where they are not asked for', async (t) => {
  const script =
    'require "./provision/hosts"; require "json"; all = Hosts.new; puts JSON.dump(all.all.map { |host| all.limits(host) })';
  const ask = async (env: Record<string, string>) => JSON.parse((await execa('ruby', ['-e', script], { env })).stdout);
  const core = readLabFile('lab.json').hosts;
  const roles = await findRoles(core);
  t.deepEqual(
    await ask({ LAB_LIMITS: 'on', LAB_WITH: '' }),
    core.map((host) => renderLimits([host], roles)),
  );
  t.deepEqual(
    await ask({ LAB_LIMITS: 'off', LAB_WITH: '' }),
    core.map(() => ({})),
  );
});
