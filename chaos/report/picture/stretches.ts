import type { Sample } from '../../history.ts';

/** A time during which a member stood the same way. */
export interface Stretch {
  fromMs: number;
  toMs: number;
  state: string;
  routed: boolean;
}

/** How one member stood, from change to change, until the run ended. */
export function findStretches(samples: Sample[], name: string, { endMs }: { endMs: number }): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { atMs, members } of samples) {
    const member = members[name];
    if (!member || atMs > endMs) continue;
    const last = stretches.at(-1);
    if (last) last.toMs = atMs;
    const state = nameState(member);
    if (last?.state === state && last.routed === member.routed) continue;
    stretches.push({ fromMs: atMs, toMs: atMs, state, routed: member.routed });
  }
  return stretches;
}

/** How a member stands, in the words of whoever knows better. */
export function nameState({ state, seenAs }: Sample['members'][string]) {
  if (seenAs === 'UNREACHABLE') return 'UNREACHABLE';
  if (seenAs === 'GONE' && (state === 'DOWN' || state === 'ONLINE')) return 'expelled';
  return state === 'DOWN' ? 'no answer' : state;
}
