import { lookOf } from './words.ts';

/** A cell of a table that says a state. */
export function StateCell({ state }: { state: string | undefined }) {
  if (state === undefined) return <td class="soft">no answer</td>;
  const { tone, sign, word } = lookOf(state);
  return (
    <td class={tone}>
      <span aria-hidden="true">{sign}</span> {word}
    </td>
  );
}
