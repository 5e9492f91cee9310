import test from 'ava';
import { isKeptPlugin } from '../../../../scripts/servers/arrange-files.ts';

const kept = ['group_replication.so', 'mysql_clone.so', 'semisync_source.so', 'component_reference_cache.so'];
const left = [
  'telemetry_client.so',
  'authentication_oci_client.so',
  'component_test_udf.so',
  'ha_example.so',
  'daemon_example.ini',
  'debug',
];

for (const file of kept) test(`the plugin ${file} is kept`, (t) => t.true(isKeptPlugin(file)));

for (const file of left) test(`${file} is left out`, (t) => t.false(isKeptPlugin(file)));
