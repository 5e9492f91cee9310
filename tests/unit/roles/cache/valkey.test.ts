import test from 'ava';
import { readSentinelInfo } from '../../../../roles/sentinel/sentinel-status.ts';
import { readReply } from '../../../../roles/valkey/ask.ts';
import { renderFirstRole } from '../../../../roles/valkey/configuration.ts';
import { judgeValkey } from '../../../../roles/valkey/programs.ts';
import { readInfo } from '../../../../roles/valkey/valkey-status.ts';
import { viewProcesses } from '../lab-views.ts';

test('Valkey listens for itself alone, wants a password, and keeps within its memory', async (t) => {
  const { view, roles } = await viewProcesses({ profiles: ['cache'] });
  const [first, second] = view.hostsOf('valkey');
  if (!first || !second) return t.fail();
  const { program, args, files } = roles.of(first).plan(first, view, { joinOnBoot: true });
  t.deepEqual([program, args], ['valkey-server', ['/lab/hosts/valkey-1/data/own.conf']]);
  const [{ text, secret } = { text: '', secret: false }] = files;
  t.true(secret);
  for (const line of [
    'bind 127.0.0.1',
    'port 9701',
    'maxmemory 64mb',
    'maxmemory-policy allkeys-lru',
    'appendonly yes',
  ])
    t.true(text.split('\n').includes(line), line);
  t.true(text.includes('requirepass "a \\"quoted\\" $word"'));
  t.is(renderFirstRole(first, view), '');
  t.is(renderFirstRole(second, view), 'replicaof 127.0.0.1 9701\n');
});

test('the API is told the password, and without the profile nothing else', async (t) => {
  const { view, roles } = await viewProcesses();
  const [web] = view.hostsOf('web');
  if (!web) return t.fail();
  const { environment } = roles.of(web).plan(web, view, { joinOnBoot: true });
  t.is(environment.API_CACHE_PASSWORD, 'a "quoted" $word');
  t.deepEqual(view.hostsOf('valkey'), []);
});

test('the version of Valkey is read from what it prints, and an old one refused', (t) => {
  const output = 'Valkey server v=9.1.2 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=9108e8f1788612b\n';
  t.deepEqual(judgeValkey(output), { version: '9.1.2', whyNot: undefined });
  t.regex(judgeValkey(output.replace('9.1.2', '7.2.4')).whyNot ?? '', /older than 8\.0\.0/);
  t.truthy(judgeValkey('Redis server v=7.0.0').whyNot);
});

const info = (lines: string[]) => ['# Server', 'valkey_version:9.1.2', ...lines, ''].join('\r\n');

test('a primary tells who copies it, and a replica whether it copies', (t) => {
  const primary = readInfo(
    info([
      'role:master',
      'connected_slaves:2',
      'slave0:ip=127.0.0.1,port=9702,state=online,offset=1',
      'slave1:ip=127.0.0.1,port=9703,state=wait_bgsave,offset=0',
      'used_memory:1048576',
      'evicted_keys:7',
      'tracking_clients:2',
      'db0:keys=12,expires=3,avg_ttl=9',
    ]),
  );
  t.like(primary, { role: 'primary', replicas: 1, keys: 12, usedBytes: 1_048_576, evicted: 7, followers: 2 });
  t.like(readInfo(info(['role:slave', 'master_link_status:up'])), { role: 'replica', isLinked: true, keys: 0 });
  t.like(readInfo(info(['role:slave', 'master_link_status:down'])), { isLinked: false });
  t.throws(() => readInfo('-NOAUTH Authentication required.'), { message: /not the answer of a Valkey/ });
});

test('a Sentinel names the primary, the Sentinels beside it and whether the primary is missed', (t) => {
  const line = 'master0:name=cache,status=ok,address=127.0.0.1:9702,slaves=2,sentinels=3';
  t.deepEqual(readSentinelInfo(info([line])), {
    version: '9.1.2',
    primary: '127.0.0.1:9702',
    others: 2,
    isDown: false,
  });
  t.true(readSentinelInfo(info([line.replace('status=ok', 'status=odown')])).isDown);
  t.throws(() => readSentinelInfo(info([])), { message: /not the answer of a Sentinel/ });
});

test('an answer is read once it is all there', (t) => {
  const whole = '+OK\r\n$5\r\nabcde\r\n';
  t.deepEqual(readReply(whole), { answer: 'abcde' });
  t.deepEqual(readReply(whole.slice(0, -4)), {});
  t.deepEqual(readReply('+OK\r\n'), {});
  t.deepEqual(readReply('+OK\r\n+OK\r\n'), { answer: 'OK' });
  t.deepEqual(readReply('+OK\r\n-ERR no such command\r\n'), { error: 'ERR no such command' });
  t.deepEqual(readReply('-WRONGPASS invalid password\r\n'), { error: 'WRONGPASS invalid password' });
});
