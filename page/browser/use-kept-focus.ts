import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps the focus in an element whose buttons are replaced by others, such as Kill by Start. It goes to the element itself: a key that
 * is pressed once more must not press a button that does something else.
 */
export function useKeptFocus() {
  const ref = useRef<HTMLElement>(null);
  const has = () => ref.current?.contains(document.activeElement) ?? false;
  // Asked before the buttons are replaced, and after it.
  const had = has();
  useLayoutEffect(() => {
    if (had && !has()) ref.current?.focus({ preventScroll: true });
  });
  return ref;
}
