import test from 'ava';
import { parseSshConfig, runBeforeEyes } from '../../../../scripts/dispatch/vagrant.ts';

test('what vagrant ssh-config prints tells how to reach a machine', (t) => {
  const text = `Host web
  HostName 127.0.0.1
  User vagrant
  Port 2222
  IdentityFile "/home/some body/.vagrant/private_key"
`;
  t.deepEqual(parseSshConfig('web', text), {
    name: 'web',
    address: '127.0.0.1',
    port: 2222,
    user: 'vagrant',
    keyPath: '/home/some body/.vagrant/private_key',
  });
});

test('an answer that says nothing of use is an error that shows it', (t) => {
  t.throws(() => parseSshConfig('web', 'nothing'), { message: /nothing/ });
});

test('a program that leaves another one behind is over when it ends', async (t) => {
  const startedMs = Date.now();
  for (const isAlone of [false, true]) t.is(await runBeforeEyes('sh', ['-c', 'sleep 30 & exit 3'], { isAlone }), 3);
  t.true(Date.now() - startedMs < 15_000);
});

test('a program that is not there has no exit code', async (t) => {
  t.is(await runBeforeEyes('no-such-program-here', []), undefined);
});
