import test from 'ava';
import { machineFiles, renderEnvironment } from '../../../../../scripts/targets/ssh/machine-files.ts';
import { viewMachines } from '../../../roles/lab-views.ts';

async function filesOf(name: string) {
  const lab = await viewMachines();
  const host = lab.view.hosts.find((each) => each.name === name);
  if (!host) throw new Error(name);
  const files = machineFiles(host, lab, { joinOnBoot: true });
  return Object.fromEntries(files.map((file) => [file.name, file.text]));
}

test('a machine is given the files of its plan, and its environment by the name of machine.conf', async (t) => {
  t.deepEqual(Object.keys(await filesOf('haproxy')), ['haproxy.cfg', 'haproxy.env']);
  t.regex((await filesOf('haproxy'))['haproxy.env'] ?? '', /^MYSQL_3="10\.1\.2\.55:3306"$/m);
  t.regex((await filesOf('web'))['api.env'] ?? '', /^DB_HOST="10\.1\.2\.52"$/m);
});

test('a service without an environment is given none', async (t) => {
  const names = ['group.cnf', 'member.cnf', 'authority.pem', 'certificate.pem', 'key.pem'];
  t.deepEqual(Object.keys(await filesOf('mysql-2')), names);
});

test('a password may hold quotes, dollars and backslashes', (t) => {
  t.is(renderEnvironment({ A: 'a "b" $c \\d' }), 'A="a \\"b\\" \\$c \\\\d"\n');
});
