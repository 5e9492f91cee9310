import test from 'ava';
import { listEndpoints } from '../../../../../roles/view.ts';
import { plainProgram } from '../../../../../scripts/servers/program.ts';
import { parseProcStat } from '../../../../../scripts/state/process-table.ts';
import { listWanted } from '../../../../../scripts/targets/local/programs.ts';
import { viewProcesses } from '../../../roles/lab-views.ts';

test('LAB_PORT_SHIFT moves every port', async (t) => {
  const { view, roles } = await viewProcesses({ record: { portShift: 1000 } });
  const endpoints = listEndpoints(view, roles);
  t.deepEqual(
    endpoints.members.map(({ mysql }) => mysql.port),
    [14307, 14308, 14309],
  );
  t.is(endpoints.database.port, 14306);
  t.is(endpoints.stats.port, 10201);
  t.is(endpoints.api.port, 4000);
});

test('a process is read from /proc whatever its name holds', (t) => {
  t.deepEqual(parseProcStat('42 (a) b (c)) T 1 77 77 0 -1'), { state: 'T', group: 77 });
});

test('roles that run the same programs look for them once', async (t) => {
  const { roles, view } = await viewProcesses({ profiles: ['edge'] });
  const used = new Set(view.hosts.map(roles.of));
  const wanted = listWanted(used, {}).map((list) => list.map(({ name }) => name));
  t.deepEqual(
    wanted.filter((list) => list.includes('haproxy')),
    [['haproxy']],
  );
  const haproxy = plainProgram('/usr/sbin/haproxy', { version: '3.2', origin: 'machine' });
  t.false(
    listWanted(used, { haproxy })
      .flat()
      .some(({ name }) => name === 'haproxy'),
  );
});
