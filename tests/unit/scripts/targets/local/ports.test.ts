import test from 'ava';
import { findBlockedPorts, requireFreePorts } from '../../../../../scripts/targets/local/ports.ts';

const port = (purpose: string, number: number) => ({
  host: 'web',
  purpose,
  port: number,
  forBrowsers: purpose !== 'mysql',
});

test('a page on a port that browsers refuse is refused before a browser has to', async (t) => {
  t.deepEqual(findBlockedPorts([port('http', 6000), port('http', 6001), port('stats', 10_080)]).length, 2);
  t.deepEqual(findBlockedPorts([port('mysql', 6000)]), []);
  await t.throwsAsync(requireFreePorts([port('http', 6000)]), { message: /6000 \(web, http\)/ });
});
