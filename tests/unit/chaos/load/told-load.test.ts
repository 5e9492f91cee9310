import test from 'ava';
import { type Client, createClient, linkClients } from '../../../../chaos/load/client.ts';
import { planRead } from '../../../../chaos/load/plan-read.ts';
import { planWrite } from '../../../../chaos/load/plan-write.ts';

function createPair({ isTold }: { isTold: boolean }) {
  const clients = ['ann', 'ben'].map((username, number) => {
    return { ...createClient(number, { username, token: '' }), slug: `of-${username}` };
  });
  linkClients(clients, { isTold });
  return clients[0] as Client;
}

const plan = (client: Client, isTold: boolean) => {
  const planned = planWrite(client, 'write article', { mark: 'm', random: () => 0.1, isTold });
  planned?.readBody?.({ article: { slug: 'further' } } as never);
  return planned?.route;
};

test('where others are told, clients comment on the article of the next client, and delete articles', (t) => {
  const client = createPair({ isTold: true });
  t.like(planWrite(client, 'comment', { mark: 'm', random: () => 0.5 })?.wrote, { slug: 'of-ben' });
  t.is(planRead(client, 'list comments').request.path, '/articles/of-ben/comments');
  t.deepEqual(
    [plan(client, true), plan(client, true), plan(client, true)],
    ['article:create', 'article:delete', 'article:create'],
  );
});

test('where they are not, clients keep to their own article and delete none', (t) => {
  const client = createPair({ isTold: false });
  t.like(planWrite(client, 'comment', { mark: 'm', random: () => 0.5 })?.wrote, { slug: 'of-ann' });
  t.is(planRead(client, 'list comments').request.path, '/articles/of-ann/comments');
  t.deepEqual([plan(client, false), plan(client, false)], ['article:create', 'article:create']);
});
