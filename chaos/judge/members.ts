import { parseGtidSet, renderGtidSet, subtractGtidSets } from '../../scripts/group/gtid-set.ts';
import type { FinalState, Verdict } from '../history.ts';
import type { Evidence } from './evidence.ts';
import { giveVerdict } from './verdict.ts';

/** All members have the same transactions and the same rows. */
export function judgeMembers({ run: { finals, samples } }: Evidence): Verdict {
  const [first, ...others] = finals;
  const expected = new Set(samples.flatMap(({ members }) => Object.keys(members)));
  const unread = [...expected].filter((name) => !finals.some(({ member }) => member === name));
  const details = [
    ...(first ? [] : ['no member could be read after the run']),
    ...unread.map((name) => `${name} could not be read after the run`),
    ...others.flatMap((other) => compareMembers(first as FinalState, other)),
  ];
  const different = others.filter((other) => compareMembers(first as FinalState, other).length > 0).length;
  return giveVerdict('all members are identical', { figures: { different: different + unread.length }, details });
}

function compareMembers(one: FinalState, other: FinalState) {
  const tables = [...new Set([...Object.keys(one.checksums), ...Object.keys(other.checksums)])];
  const differing = tables.filter((table) => one.checksums[table] !== other.checksums[table]);
  return [
    ...differing.map((table) => `the table ${table} on ${other.member} is not that of ${one.member}`),
    ...describeOwnGtids(one, other),
    ...describeOwnGtids(other, one),
  ];
}

function describeOwnGtids(one: FinalState, other: FinalState) {
  const own = renderGtidSet(subtractGtidSets(parseGtidSet(one.gtids), parseGtidSet(other.gtids)));
  return own ? [`${one.member} has transactions that ${other.member} has not: ${own}`] : [];
}
