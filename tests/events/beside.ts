import { execa } from 'execa';
import { enter } from './support/place.ts';

// node scripts/start/run.mjs tests/events/beside.ts ava --serial 'tests/events/*.test.ts': a command while the lab of this test run has
// what these tests need. A single file brings it by itself; all of them together need not each start three nodes of RabbitMQ.

process.env.LAB_WEBHOOK_PRIVATE = 'on';
const place = await enter({ webs: 2 });
try {
  const [program = '', ...args] = process.argv.slice(2);
  const { exitCode } = await execa(program, args, { stdio: 'inherit', preferLocal: true, reject: false });
  process.exitCode = exitCode ?? 1;
} finally {
  await place.leave();
}
