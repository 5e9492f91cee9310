import type { AnchorHTMLAttributes, ComponentChildren } from 'preact';
import { navigate } from './location.ts';

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & {
  href: string;
  children: ComponentChildren;
};

/** A link to another page of the front end. */
export function Link({ href, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent) => {
    // A new tab or a new window is the browser's affair.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(href);
  };
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
}

export const profilePath = (username: string) => `/profile/${encodeURIComponent(username)}`;
export const articlePath = (slug: string) => `/article/${encodeURIComponent(slug)}`;
export const editorPath = (slug: string) => `/editor/${encodeURIComponent(slug)}`;
export const tagPath = (tag: string) => `/tag/${encodeURIComponent(tag)}`;
