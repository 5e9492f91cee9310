import test from 'ava';
import type { Context } from '../../../../api/http/request-context.ts';
import { createTrustedHop } from '../../../../api/http/trusted-hop.ts';

const key = 'the key of the hops';

async function clientOf(headers: Record<string, string>) {
  const request = { ip: '10.0.0.1' };
  await createTrustedHop(key)({ headers, request } as unknown as Context, async () => undefined);
  return request.ip;
}

test('who shows the key of the hops says who the client is', async (t) => {
  t.is(await clientOf({ 'x-forwarded-hop': key, 'x-forwarded-for': '192.0.2.7' }), '192.0.2.7');
});

test('without the key nothing is believed, nor where there is none', async (t) => {
  t.is(await clientOf({ 'x-forwarded-for': '192.0.2.7' }), '10.0.0.1');
  t.is(await clientOf({ 'x-forwarded-hop': 'another', 'x-forwarded-for': '192.0.2.7' }), '10.0.0.1');
  const request = { ip: '10.0.0.1' };
  const headers = { 'x-forwarded-hop': 'undefined', 'x-forwarded-for': '192.0.2.7' };
  await createTrustedHop(undefined)({ headers, request } as unknown as Context, async () => undefined);
  t.is(request.ip, '10.0.0.1');
});
