import test from 'ava';
import { nameFolder } from '../../../../scripts/servers/cache.ts';
import { core } from './core-programs.ts';

const base = {
  format: 1 as const,
  architecture: 'amd64' as const,
  unpackedAt: '2026-01-01T00:00:00.000Z',
  packages: { 'mysql-server-core': '9.7.4-2', 'mysql-client-core': '9.7.4-2', haproxy: '1:3.2.26-1', libc6: '2.43-7' },
};

test('a folder is named by its programs and the versions of their packages', (t) => {
  const programs = { mysqld: '9.7.4', mysql: '9.7.4', haproxy: '3.2.26' };
  t.is(
    nameFolder([core.mysqld, core.mysql, core.haproxy], { ...base, programs }),
    'haproxy-1-3.2.26-1_mysql-9.7.4-2_mysqld-9.7.4-2_amd64',
  );
});

test('a folder with fewer programs has another name, though its packages are the same', (t) => {
  t.is(nameFolder([core.mysqld], { ...base, programs: { mysqld: '9.7.4' } }), 'mysqld-9.7.4-2_amd64');
});
