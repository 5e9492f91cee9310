import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { loadCertificates } from '../../../../scripts/state/certificates.ts';

const [asServer, asClient] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'];

test('a host that browsers know has all its names in its certificate, and is no client of members', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const hosts = [{ name: 'mysql-1' }, { name: 'edge', alsoNames: ['localhost', '127.0.0.1'] }];
  const certificates = await loadCertificates(folder, hosts);
  const [member, edge] = hosts.map((host) => new X509Certificate(certificates.of(host).certificate));
  t.deepEqual(member?.keyUsage, [asServer, asClient]);
  t.deepEqual(edge?.keyUsage, [asServer]);
  t.is(edge?.checkHost('localhost'), 'localhost');
  t.is(edge?.checkIP('127.0.0.1'), '127.0.0.1');
  t.true(edge?.checkIssued(new X509Certificate(certificates.authority)));
  t.is((await loadCertificates(folder, hosts)).authority, certificates.authority);
});
