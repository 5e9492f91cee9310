import { parseGtidSet } from '../../../../scripts/group/gtid-set.ts';
import type { MemberReport, ViewEntry } from '../../../../scripts/group/member-report.ts';

export const group = '11111111-2222-3333-4444-555555555555';
export const foreign = '99999999-0000-0000-0000-000000000009';

export interface Described {
  executed?: string;
  purged?: string;
  state?: MemberReport['state'];
  answers?: boolean;
  view?: ViewEntry[];
  joining?: boolean;
  wantsGroup?: boolean;
}

/** A member as it would report itself. */
export function member(name: string, { executed = '', purged = '', ...rest }: Described = {}): MemberReport {
  return {
    name,
    answers: true,
    state: 'OFFLINE',
    role: '',
    version: '9.7.4',
    readOnly: true,
    joining: false,
    wantsGroup: false,
    applierQueue: 0,
    received: new Map(),
    view: [],
    ...rest,
    executed: parseGtidSet(executed),
    purged: parseGtidSet(purged),
  };
}

/** A member that does not answer. */
export function silent(name: string): MemberReport {
  return { ...member(name), answers: false, state: 'DOWN', problem: 'connect ECONNREFUSED' };
}

/** Members that run one group together. */
export function online(
  names: string[],
  { executed = `${group}:1-10`, unreachable = [] as string[] } = {},
): MemberReport[] {
  const view = [...names.map((name) => ({ name, state: 'ONLINE' as const }))];
  const lost = unreachable.map((name) => ({ name, state: 'UNREACHABLE' as const }));
  return names.map((name) => member(name, { executed, state: 'ONLINE', view: [...view, ...lost] }));
}
