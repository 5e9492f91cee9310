import test from 'ava';
import { listEndpoints } from '../../../../../roles/view.ts';
import { parseProcStat } from '../../../../../scripts/state/process-table.ts';
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
