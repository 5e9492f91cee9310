import test from 'ava';
import fc from 'fast-check';
import {
  advance,
  covers,
  type Mark,
  merge,
  parseMark,
  renderGtidSet,
} from '../../../../../api/database/causality/position.ts';

const source = '11111111-2222-3333-4444-555555555555';
const mark = (member: string, number: number, heardAtMs = number, sentAtMs = heardAtMs): Mark => {
  return { member, source, number, sentAtMs, heardAtMs };
};

test('a later write of a member covers its earlier ones, also when the answers overtook each other', (t) => {
  t.true(covers(mark('a', 12), mark('a', 10)));
  t.true(covers(mark('a', 12, 1), mark('a', 10, 2)));
  t.false(covers(mark('a', 10), mark('a', 12)));
});

test('after a view change a lower block of numbers may be the newer one', (t) => {
  t.true(covers(mark('a', 700, 2_000), mark('a', 1_000_500, 1_000)));
  t.false(covers(mark('a', 1_000_500, 1_000), mark('a', 700, 2_000)));
});

test('a position keeps one mark for each member, the newest', (t) => {
  const position = [mark('a', 1), mark('b', 1_000_001), mark('a', 2), mark('a', 1)].reduce(advance, []);
  t.deepEqual(position, [mark('b', 1_000_001), mark('a', 2)]);
});

test('of two writes of one member that overlap in time around a view change both are kept, and waited for', (t) => {
  const [before, after] = [mark('a', 1_000_500, 2_000, 1_900), mark('a', 700, 2_000, 1_990)];
  for (const order of [
    [before, after],
    [after, before],
  ]) {
    t.deepEqual(order.reduce(advance, []), order);
  }
  t.false(covers(before, after));
  const later = mark('a', 701, 2_100, 2_050);
  t.deepEqual([before, after, later].reduce(advance, []), [later]);
});

test('what changes nothing gives the same position back', (t) => {
  const position = [mark('a', 5)];
  t.is(advance(position, mark('a', 4)), position);
  t.is(merge([], position), position);
});

test('merging in any order gives the same marks', (t) => {
  const marks = fc.array(
    fc.record({ member: fc.constantFrom('a', 'b', 'c'), number: fc.integer({ min: 1, max: 200 }) }),
  );
  fc.assert(
    fc.property(marks, marks, (some, others) => {
      const one = some.map(({ member, number }) => mark(member, number)).reduce(advance, []);
      const other = others.map(({ member, number }) => mark(member, number)).reduce(advance, []);
      const sorted = (position: readonly Mark[]) => renderGtidSet(position.toSorted((x, y) => x.number - y.number));
      return sorted(merge(one, other)).length === sorted(merge(other, one)).length;
    }),
  );
  t.pass();
});

test('a GTID is read as MySQL gives it, and anything else is refused with its text', (t) => {
  t.deepEqual(parseMark(`${source}:17`, { member: 'a', sentAtMs: 2, heardAtMs: 3 }), mark('a', 17, 3, 2));
  t.deepEqual(parseMark(`${source}:1-17`, { member: 'a', sentAtMs: 2, heardAtMs: 3 }), mark('a', 17, 3, 2));
  t.throws(() => parseMark('nonsense', { member: 'a', sentAtMs: 2, heardAtMs: 3 }), {
    message: /"nonsense".*member a/,
  });
});

test('the set to wait for is in MySQL’s notation', (t) => {
  t.is(renderGtidSet([mark('a', 1), mark('b', 2)]), `${source}:1,${source}:2`);
});
