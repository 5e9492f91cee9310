import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import test from 'ava';
import { UserError } from '../../../../../scripts/messages/user-error.ts';
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

const takenPort = test.macro<[string, boolean]>(async (t, host, isWithoutPage) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: number } = server.address() as AddressInfo;
  const error = await t.throwsAsync(requireFreePorts([{ host, purpose: 'http', port: number }]), {
    instanceOf: UserError,
    message: new RegExp(`${number} \\(${host}, http\\) is taken by node`),
  });
  t.is(error?.next?.includes('npm start -- --no-page'), isWithoutPage);
  server.close();
});

test('where the port of the page is taken, the lab can do without it', takenPort, 'watcher', true);
test('where another port is taken, it cannot', takenPort, 'web', false);
