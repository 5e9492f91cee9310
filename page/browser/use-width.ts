import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** A box of the page, and how many pixels wide it is just now. */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => setWidth(ref.current?.clientWidth ?? 0));
    observer.observe(ref.current as HTMLDivElement);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
