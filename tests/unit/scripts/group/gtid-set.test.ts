import test from 'ava';
import {
  countGtids,
  findForeignGtids,
  intersectGtidSets,
  parseGtidSet,
  renderGtidSet,
  subtractGtidSets,
  uniteGtidSets,
} from '../../../../scripts/group/gtid-set.ts';

const a = 'aaaaaaaa-0000-0000-0000-000000000001';
const b = 'bbbbbbbb-0000-0000-0000-000000000002';

const same = test.macro<[string, string]>({
  exec: (t, text, rendered) => t.is(renderGtidSet(parseGtidSet(text)), rendered),
  title: (_, text, rendered) => `reads "${text.replaceAll('\n', '\\n')}" as "${rendered}"`,
});

test(same, '', '');
test(same, `${a}:1`, `${a}:1`);
test(same, `${a}:1-5:7-9`, `${a}:1-5:7-9`);
test('joins intervals that touch or overlap, in any order', (t) => {
  t.is(renderGtidSet(parseGtidSet(`${a}:6-9:1-5:8-12`)), `${a}:1-12`);
});
test(same, `${a}:1-3,\n${b}:2`, `${a}:1-3,${b}:2`);
test(same, `${a.toUpperCase()}:1`, `${a}:1`);
test(same, `${a}:1-3:tag:4-5`, `${a}:1-3,${a}:tag:4-5`);

const subtract = test.macro<[string, string, string]>({
  exec: (t, from, without, left) =>
    t.is(renderGtidSet(subtractGtidSets(parseGtidSet(from), parseGtidSet(without))), left),
  title: (_, from, without, left) => `"${from}" without "${without}" leaves "${left}"`,
});

test(subtract, `${a}:1-10`, `${a}:4-6`, `${a}:1-3:7-10`);
test(subtract, `${a}:1-10`, `${a}:1-10`, '');
test(subtract, `${a}:1-10`, `${a}:5-20`, `${a}:1-4`);
test(subtract, `${a}:1-10`, `${b}:1-10`, `${a}:1-10`);
test(subtract, `${a}:1-10`, `${a}:2:4:6`, `${a}:1:3:5:7-10`);
test(subtract, '', `${a}:1`, '');

test('the union of sets holds every transaction of each, once', (t) => {
  const union = uniteGtidSets(parseGtidSet(`${a}:1-5`), parseGtidSet(`${a}:4-8,${b}:1`), parseGtidSet(`${a}:10`));
  t.is(renderGtidSet(union), `${a}:1-8:10,${b}:1`);
  t.is(countGtids(union), 10);
});

test('the intersection holds what both have', (t) => {
  t.is(renderGtidSet(intersectGtidSets(parseGtidSet(`${a}:1-5`), parseGtidSet(`${a}:4-9,${b}:1`))), `${a}:4-5`);
});

test('transactions of other sources than the group are foreign, tagged ones of the group are not', (t) => {
  const set = parseGtidSet(`${a}:1-5,${a}:tag:1,${b}:1-2`);
  t.is(renderGtidSet(findForeignGtids(set, a.toUpperCase())), `${b}:1-2`);
});
