import test from 'ava';
import { fingerprint, renderAccountsSql } from '../../../../scripts/group/accounts.ts';
import type { Secrets } from '../../../../scripts/state/secrets.ts';

const account = (username: string, password = 'secret') => ({ username, password });
const secrets: Secrets = {
  root: account('root'),
  application: account('haproxy_root', "it's \\ admin"),
  replication: account('lab_replication'),
  monitor: account('lab_monitor'),
  stats: account('admin'),
  check: account('check_x', ''),
  appKey: 'app-key',
  jwtSecret: 'jwt-secret',
};
const origins = { monitors: ['10.0.0.1'], haproxy: '10.0.0.2', members: ['10.0.0.3', '10.0.0.4'] };
const sql = renderAccountsSql({ database: 'realworld', secrets, origins });

test('the application may read and write its own database, from HAProxy alone', (t) => {
  t.true(sql.includes("GRANT SELECT, INSERT, UPDATE, DELETE ON `realworld`.* TO 'haproxy_root'@'10.0.0.2';"));
  t.is(sql.match(/TO 'haproxy_root'/g)?.length, 1);
});

test('a password is quoted, whatever is in it', (t) => {
  t.true(sql.includes("IDENTIFIED BY 'it\\'s \\\\ admin'"));
});

test('every member may replicate from every other, and from nowhere else', (t) => {
  t.deepEqual(sql.match(/CREATE USER IF NOT EXISTS 'lab_replication'@'[^']+'/g)?.length, 2);
});

test('the monitor reads and does nothing else', (t) => {
  const grants = sql.split('\n').filter((line) => line.includes("TO 'lab_monitor'"));
  t.deepEqual(grants, [
    "GRANT REPLICATION CLIENT ON *.* TO 'lab_monitor'@'10.0.0.1';",
    "GRANT SELECT ON performance_schema.* TO 'lab_monitor'@'10.0.0.1';",
  ]);
});

test('the health check is bound to HAProxy', (t) => {
  t.false(sql.includes(':haproxyAddress'));
  t.false(sql.includes(':checkUser'));
  t.true(sql.includes("CREATE USER IF NOT EXISTS 'check_x'@'10.0.0.2'"));
});

test('another password is another installation', (t) => {
  const changed = renderAccountsSql({
    database: 'realworld',
    secrets: { ...secrets, monitor: account('lab_monitor', 'x') },
    origins,
  });
  t.not(fingerprint(changed), fingerprint(sql));
});
