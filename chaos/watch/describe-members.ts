import type { Sample } from '../history.ts';
import type { MemberView } from './watch-member.ts';

/** How each member stands, by its own word and by that of the others that see a majority. */
export function describeMembers(views: MemberView[], routed: Set<string>): Sample['members'] {
  return Object.fromEntries(
    views.map(({ name, state }) => {
      const witness = views.find((other) => other.name !== name && seesMajority(other));
      const seenAs = witness && (witness.view.find((entry) => entry.name === name)?.state ?? 'GONE');
      return [name, { state, routed: routed.has(name), ...(seenAs && { seenAs }) }];
    }),
  );
}

function seesMajority({ state, view }: MemberView) {
  return state === 'ONLINE' && view.filter((entry) => entry.state === 'ONLINE').length * 2 > view.length;
}
