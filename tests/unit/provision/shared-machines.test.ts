import test from 'ava';
import { execa } from 'execa';
import { listHostsOfMachines, listHostsOfProcesses } from '../../../roles/find-roles.ts';
import { readLab } from '../../../roles/read-lab.ts';
import { listHosts, listMachines, machineOf, readLabFile } from '../../../scripts/settings/lab-file.ts';
import { hasProgram } from './has-program.ts';

const hosts = listHosts(readLabFile('lab.json'), ['cache']);

test('hosts of a profile with one address share a machine, which is named after the first', (t) => {
  const names = listMachines(hosts).map(({ name }) => name);
  t.deepEqual(names.slice(-3), ['valkey-1', 'valkey-2', 'valkey-3']);
  const sentinel = hosts.find(({ name }) => name === 'sentinel-2');
  t.is(sentinel && machineOf(sentinel, hosts).name, 'valkey-2');
});

/** What provision/steps.sh says on a machine that two hosts share. */
async function ask(script: string) {
  const env = {
    LAB_HOST: 'valkey-2',
    LAB_HOSTS: 'web=51=web valkey-2=102=valkey sentinel-1=101=sentinel sentinel-2=102=sentinel',
    LAB_PREFIX: '10.1.2',
    LAB_LIMITS: 'valkey=0.25=128',
  };
  return (await execa('bash', ['-euo', 'pipefail', '-c', `. provision/steps.sh; ${script}`], { env })).stdout;
}

test('a machine knows the roles of all its hosts, and what each of their services may take', async (t) => {
  t.is(await ask('own roles'), 'valkey\nsentinel');
  t.is(await ask('own role; own address'), 'valkey10.1.2.102');
  t.is(await ask('limits_of valkey; limits_of sentinel'), '0.25 128');
});

test('a lab on machines leaves out the kinds of host that are of use beside processes alone', async (t) => {
  const { hosts: all, roles } = await readLab('lab.json', ['monitor']);
  const names = listHostsOfMachines(all, roles).map(({ name }) => name);
  t.true(names.includes('node-exporter'));
  t.false(names.includes('process-exporter'));
});

test('a lab of processes leaves out the kinds of host that are of use on machines alone', async (t) => {
  const { hosts: all, roles } = await readLab('lab.json', ['monitor']);
  const left = all.filter((host) => !listHostsOfProcesses(all, roles).includes(host)).map(({ name }) => name);
  t.deepEqual(left, ['journal-gateway']);
});

const withRuby = hasProgram('ruby', '-e', '') ? test : test.skip;

withRuby(
  'Vagrant makes one machine for hosts that share it, with the memory and the roles of all of them',
  async (t) => {
    const script = `
    require "./provision/hosts"
    require "json"
    hosts = Hosts.new
    puts JSON.dump(hosts.machines.last(3).map do |machine|
      [machine["name"], machine["memoryMb"], hosts.role_folders(machine).map { |folder| File.basename(folder) }]
    end)`;
    const { stdout } = await execa('ruby', ['-e', script], { env: { LAB_WITH: 'cache' } });
    const names = ['valkey-1', 'valkey-2', 'valkey-3'];
    t.deepEqual(
      JSON.parse(stdout),
      names.map((name) => [name, 512, ['valkey', 'sentinel']]),
    );
  },
);

withRuby(
  'Vagrant gives every machine what runs on each, and those with programs of the project the project',
  async (t) => {
    const script = `
    require "./provision/hosts"
    require "json"
    hosts = Hosts.new
    puts JSON.dump(hosts.machines.map do |machine|
      folders = hosts.role_folders(machine).map { |folder| File.basename(folder) }
      [machine["name"], folders.include?("node-exporter"), hosts.project?(machine)]
    end)`;
    const { stdout } = await execa('ruby', ['-e', script], { env: { LAB_WITH: 'monitor' } });
    t.deepEqual(JSON.parse(stdout), [
      ['mysql-1', true, false],
      ['mysql-2', true, false],
      ['mysql-3', true, false],
      ['haproxy', true, false],
      ['web', true, true],
      ['prometheus', true, true],
      ['log-store', true, true],
    ]);
  },
);
