import { useEffect } from 'preact/hooks';

const site = 'Conduit';

/** Names the page in the browser's tab and history. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} – ${site}` : site;
  }, [title]);
}
