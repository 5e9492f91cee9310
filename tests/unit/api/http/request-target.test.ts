import test from 'ava';
import { normalizeTarget } from '../../../../api/http/request-target.ts';

for (const [target, path] of [
  ['/api/tags', '/api/tags'],
  ['http://[/x', '/x'],
  ['http://127.0.0.1:3000/api/tags?limit=1', '/api/tags?limit=1'],
  ['HTTPS://host', '/'],
  ['http://host?a=1', '/?a=1'],
  ['*', '/*'],
  ['//host/x', '//host/x'],
] as const) {
  test(`the target ${target} is the path ${path}`, (t) => {
    const request = { url: target as string };
    normalizeTarget(request);
    t.is(request.url, path);
  });
}
