import type { Run } from '../history.ts';
import type { Judgement } from './judgement.ts';
import { judgeMembers } from './members.ts';

const checkers = [judgeMembers];

/** Holds a run against the promise; the worst verdict wins. */
export function judge(run: Run): Judgement {
  const verdicts = checkers.map((check) => check(run));
  return {
    valid: verdicts.every(({ valid }) => valid),
    verdicts,
    figures: Object.assign({}, ...verdicts.map(({ figures }) => figures)),
  };
}
