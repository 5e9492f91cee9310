import test from 'ava';
import { listCopyFlows, listCopyRows, listValkeyFlows } from '../../../page/browser/cache-flows.ts';
import type { CacheSample } from '../../../scripts/record/lines.ts';

const valkey = { answers: true, replicas: 0, isLinked: true, keys: 4, followers: 0 } as const;
const sample: CacheSample = {
  valkeys: {
    'valkey-1': { ...valkey, role: 'primary', replicas: 1, followers: 2 },
    'valkey-2': { ...valkey, role: 'replica' },
    'valkey-3': { answers: false, problem: 'ECONNREFUSED' },
  },
  webs: {
    web: {
      answers: true,
      isConnected: true,
      copies: 12,
      articles: [
        ['only-here', 'being read'],
        ['b', 'shared'],
        ['a', 'invalid'],
      ],
    },
    'web-2': {
      answers: true,
      isConnected: false,
      copies: 0,
      articles: [
        ['a', 'shared'],
        ['b', 'shared'],
      ],
    },
    'web-3': { answers: false, problem: 'ETIMEDOUT' },
  },
};
const words = (flows: { text: string; isBad?: boolean }[] | undefined) =>
  flows?.map(({ text, isBad }) => (isBad ? `${text}!` : text));

test('a primary shows its replicas and its followers, a replica whether it copies', (t) => {
  t.deepEqual(words(listValkeyFlows('valkey-1', sample)), ['primary, 1 of 2 copy it!', 'tells 2 of writes, 4 keys']);
  t.deepEqual(words(listValkeyFlows('valkey-2', sample)), ['copies the primary']);
  t.deepEqual(listValkeyFlows('valkey-3', sample), []);
  t.is(listValkeyFlows('etcd-1', sample), undefined);
});

test('an API process shows how much it keeps', (t) => {
  t.deepEqual(words(listCopyFlows('web', sample)), ['keeps 12 copies']);
  t.deepEqual(words(listCopyFlows('web-2', sample)), ['keeps no copies!']);
  t.deepEqual(listCopyFlows('web-3', sample), []);
});

test('an article has a state at each API process, and those come first that most processes have', (t) => {
  t.deepEqual(
    listCopyRows(sample).map(({ slug, states }) => [slug, ...states.map(([, state]) => state)]),
    [
      ['a', 'invalid', 'shared', 'silent'],
      ['b', 'shared', 'shared', 'silent'],
      ['only-here', 'being read', 'none', 'silent'],
    ],
  );
});
