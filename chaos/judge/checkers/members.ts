import { parseGtidSet, renderGtidSet, subtractGtidSets } from '../../../scripts/group/gtid-set.ts';
import type { FinalTables } from '../../history.ts';
import { type CheckResult, checkResult } from '../check-result.ts';
import type { RunFacts } from '../run-facts.ts';

/** All members have the same transactions and the same rows. */
export function judgeMembers({ run: { finals, samples } }: RunFacts): CheckResult {
  const [first, ...others] = finals;
  const expected = new Set(samples.flatMap(({ members }) => Object.keys(members)));
  const unread = [...expected].filter((name) => !finals.some(({ member }) => member === name));
  const details = [
    ...(first ? [] : ['no member could be read after the run']),
    ...unread.map((name) => `${name} could not be read after the run`),
    ...others.flatMap((other) => compareMembers(first as FinalTables, other)),
  ];
  const different = others.filter((other) => compareMembers(first as FinalTables, other).length > 0).length;
  return checkResult('all members are identical', { figures: { different: different + unread.length }, details });
}

function compareMembers(one: FinalTables, other: FinalTables) {
  const tables = [...new Set([...Object.keys(one.checksums), ...Object.keys(other.checksums)])];
  const differing = tables.filter((table) => one.checksums[table] !== other.checksums[table]);
  return [
    ...differing.map((table) => `the table ${table} on ${other.member} is not that of ${one.member}`),
    ...describeOwnGtids(one, other),
    ...describeOwnGtids(other, one),
  ];
}

function describeOwnGtids(one: FinalTables, other: FinalTables) {
  const own = renderGtidSet(subtractGtidSets(parseGtidSet(one.gtids), parseGtidSet(other.gtids)));
  return own ? [`${one.member} has transactions that ${other.member} has not: ${own}`] : [];
}
