import test from 'ava';
import { describeMembers } from '../../../../chaos/watch/describe-members.ts';

const online = (name: string) => ({ name, state: 'ONLINE' as const });
const views = [
  { name: 'a', state: 'ONLINE', view: [online('a'), online('b'), { name: 'c', state: 'UNREACHABLE' as const }] },
  { name: 'b', state: 'ONLINE', view: [online('a'), online('b')] },
  { name: 'c', state: 'DOWN', view: [] },
];

test('a member is described by itself, by the others and by HAProxy', (t) => {
  t.deepEqual(describeMembers(views, new Set(['a'])), {
    a: { state: 'ONLINE', routed: true, seenAs: 'ONLINE' },
    b: { state: 'ONLINE', routed: false, seenAs: 'ONLINE' },
    c: { state: 'DOWN', routed: false, seenAs: 'UNREACHABLE' },
  });
});

test('a member that is in no view any more is gone', (t) => {
  t.is(describeMembers(views.slice(1), new Set()).c?.seenAs, 'GONE');
});

test('a member that sees no majority is no witness', (t) => {
  const lonely = [{ name: 'a', state: 'ONLINE', view: [online('a'), { name: 'b', state: 'UNREACHABLE' as const }] }];
  const described = describeMembers([...lonely, { name: 'b', state: 'DOWN', view: [] }], new Set());
  t.is(described.b?.seenAs, undefined);
});
