import test from 'ava';
import { execa } from 'execa';
import { labText } from '../roles/lab-views.ts';
import { hasProgram } from './has-program.ts';

const one = 'mysql-1=53=mysql haproxy=52=haproxy web=51=web';
const two = `${one} web-2=50=web`;

/** What provision/steps.sh says on a machine of a lab with these hosts. */
async function ask(script: string, { host = 'web', hosts = two, isVagrant = '' } = {}) {
  const env = { LAB_HOST: host, LAB_HOSTS: hosts, LAB_PREFIX: '10.1.2', LAB_IS_VAGRANT: isVagrant };
  const { stdout } = await execa('bash', ['-euo', 'pipefail', '-c', `. provision/steps.sh; ${script}`], { env });
  return stdout.split('\n').map((line) => line.trim());
}

test('the tools are on the first web machine alone', async (t) => {
  const hasTools = (host: string) => ask('if has_tools; then echo yes; else echo no; fi', { host });
  t.deepEqual([await hasTools('web'), await hasTools('web-2'), await hasTools('haproxy')], [['yes'], ['no'], ['no']]);
  t.deepEqual(await ask('addresses_of tools'), ['10.1.2.51']);
});

test("a single web machine lets everyone in, and several HAProxy, the tools and Vagrant's ports", async (t) => {
  const rules = (options: object) => ask('firewall_rule http 80 clients', options);
  t.deepEqual(await rules({ hosts: one }), ['tcp dport 80 accept']);
  const proxy = 'ip saddr { 10.1.2.51, 10.1.2.52 } tcp dport 80 accept # http';
  t.deepEqual(await rules({}), [proxy]);
  t.deepEqual(await rules({ isVagrant: 'yes' }), ['ip saddr != 10.1.2.2-10.1.2.254 tcp dport 80 accept # http', proxy]);
});

const withRuby = hasProgram('ruby', '-e', '') ? test : test.skip;

withRuby('Vagrant gives the tools to the first web machine, and the next ports to the second', async (t) => {
  const file = JSON.parse(labText);
  const second = { ...file.hosts[4], name: 'web-2', lastOctet: 50, localPorts: { http: 3001 } };
  const script = `
    require "./provision/hosts"
    hosts = Hosts.new
    hosts.lab["hosts"] << JSON.parse(ENV["SECOND"])
    hosts.all.last(2).each do |host|
      folders = hosts.role_folders(host).map { |folder| File.basename(folder) }.sort
      puts JSON.dump([host["name"], hosts.tools?(host), folders, hosts.forwarded(host)[80]])
    end
    puts JSON.dump(hosts.front["name"])`;
  const env = { SECOND: JSON.stringify(second), LAB_WITH: '', LAB_PORT_SHIFT: '0' };
  const { stdout } = await execa('ruby', ['-e', script], { env });
  t.deepEqual(
    stdout.split('\n').map((line) => JSON.parse(line)),
    [['web', true, ['caretaker', 'watcher', 'web'], 8080], ['web-2', false, ['web'], 8081], 'haproxy'],
  );
});
