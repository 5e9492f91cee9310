import test from 'ava';
import { fillIn, parsePeer } from '../../../bench/servers/peer.ts';

test('another back end is described by a file, and every mistake in it is named', (t) => {
  const peer = parsePeer('{"name": "other", "folder": "..", "command": ["node", "{API_PORT}"]}', 'peer.json');
  t.is(peer.ready, '/tags');
  t.is(fillIn('{API_PORT}', { API_PORT: '1' }, 'peer.json'), '1');
  t.throws(() => fillIn('{SECRET}', { API_PORT: '1' }, 'peer.json'), { message: /SECRET/ });
  const error = t.throws(() => parsePeer('{"folder": 1}', 'peer.json'));
  for (const word of ['name', 'folder', 'command']) t.regex(error.message, new RegExp(word));
  t.throws(() => parsePeer('{', 'peer.json'), { message: /is not JSON/ });
});
