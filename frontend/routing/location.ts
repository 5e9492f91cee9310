import { useMemo } from 'preact/hooks';
import { findPage, type Page } from '../../api/http/page-paths.ts';
import { createStore, useStore } from '../state/store.ts';

/** Where the reader is. */
export interface Location {
  path: string;
  query: URLSearchParams;
  /** Where to go after signing in, if not home. */
  next: string | undefined;
  page: Page | undefined;
}

interface Navigation {
  /** Takes the place of the current page in the browser's history. */
  replace?: boolean;
  next?: string;
}

const place = createStore(readPlace());

function readPlace(): string {
  return location.pathname + location.search;
}

addEventListener('popstate', () => place.set(readPlace()));

/** Goes to another page of the front end. */
export function navigate(href: string, { replace = false, next }: Navigation = {}): void {
  history[replace ? 'replaceState' : 'pushState']({ next }, '', href);
  place.set(readPlace());
  scrollTo(0, 0);
}

/** Goes to the login page, and from there back. */
export const goToLogin = (navigation?: Navigation): void => navigate('/login', { ...navigation, next: readPlace() });

/** Where the reader is; the component renders again when that changes. */
export function useLocation(): Location {
  const current = useStore(place);
  return useMemo(() => parsePlace(current), [current]);
}

function parsePlace(current: string): Location {
  const [path = '/', search = ''] = current.split('?');
  const query = new URLSearchParams(search);
  return { path, query, next: readNext(query), page: findPage(path) };
}

/** Only a path of this server: a link from elsewhere must not lead away from it. */
function readNext(query: URLSearchParams): string | undefined {
  const next = (history.state as Navigation | null)?.next ?? query.get('next');
  return next && /^\/(?![/\\])/.test(next) ? next : undefined;
}
