import type { ComponentChildren } from 'preact';
import { Link } from '../routing/link.tsx';
import { useLocation } from '../routing/location.ts';

/** A link of the bar at the top; it shows where the reader is. */
export function NavItem({ href, children }: { href: string; children: ComponentChildren }) {
  const isHere = useLocation().path === href;
  return (
    <li class="nav-item">
      <Link class={`nav-link${isHere ? ' active' : ''}`} href={href} aria-current={isHere ? 'page' : undefined}>
        {children}
      </Link>
    </li>
  );
}
