import { ask, ofKind } from './attack.ts';

const head = 'Host: localhost\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n';
const login = `POST /api/users/login HTTP/1.1\r\n${head}Content-Type: application/json\r\n`;

/** Requests that two programs might read in two ways, and those that HTTP does not allow. */
export const protocolAttacks = ofKind('protocol', {
  'two lengths': `${login}Content-Length: 2\r\nContent-Length: 40\r\nConnection: close\r\n\r\n{}`,
  'a length and chunks': `${login}Content-Length: 6\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nG`,
  'chunks of an unknown kind': `${login}Transfer-Encoding: xchunked\r\nConnection: close\r\n\r\n0\r\n\r\n`,
  'chunks after a space': `${login}Transfer-Encoding : chunked\r\nConnection: close\r\n\r\n0\r\n\r\n`,
  'a chunk whose size is no number': `${login}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
  'a length below zero': `${login}Content-Length: -1\r\nConnection: close\r\n\r\n{}`,
  'a length that is no number': `${login}Content-Length: 0x2\r\nConnection: close\r\n\r\n{}`,
  'a header over two lines': `GET /api/tags HTTP/1.1\r\n${head}X-A: 1\r\n 2\r\nConnection: close\r\n\r\n`,
  'a header without a name': `GET /api/tags HTTP/1.1\r\n${head}: 1\r\nConnection: close\r\n\r\n`,
  'a header with an end in the middle': `GET /api/tags HTTP/1.1\r\n${head}X-A: a\0b\r\nConnection: close\r\n\r\n`,
  'two hosts': `GET /api/tags HTTP/1.1\r\n${head}Host: evil.example\r\nConnection: close\r\n\r\n`,
  'no host': 'GET /api/tags HTTP/1.1\r\nUser-Agent: Mozilla/5.0\r\nConnection: close\r\n\r\n',
  'a host that is none': ask('/api/tags', { headers: { Host: 'localhost/../evil' } }),
  'a version that there is not': `GET /api/tags HTTP/9.9\r\n${head}Connection: close\r\n\r\n`,
  'no HTTP at all': 'SSH-2.0-OpenSSH_9.2\r\n\r\n',
  'a request that asks for itself': ask('/api/tags', { method: 'TRACE' }),
  'a way to another host': `CONNECT evil.example:443 HTTP/1.1\r\n${head}Connection: close\r\n\r\n`,
  'a method of WebDAV': ask('/api/tags', { method: 'PROPFIND' }),
  'a line that breaks the answer': ask('/api/articles?tag=a%0d%0aSet-Cookie:%20x=1'),
  'a request within a query': ask('/api/articles?tag=a%0d%0aGET%20/api/user%20HTTP/1.1'),
  'headers of 100 KB': ask('/api/tags', { headers: { 'X-A': 'a'.repeat(100_000) } }),
  'an address of 50 KB': ask(`/api/articles?tag=${'a'.repeat(50_000)}`),
  'a body of 2 MB': ask('/api/users/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: `{"user":{"email":"${'a'.repeat(2_000_000)}"}}`,
  }),
  'a hundred ranges': ask('/api/articles?offset=90', {
    headers: { Range: `bytes=${Array.from({ length: 100 }, (_, at) => `${at}-${at}`).join(',')}` },
  }),
});
