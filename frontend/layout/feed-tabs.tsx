import { Link } from '../routing/link.tsx';

interface FeedTabsProps {
  class: string;
  tabs: { title: string; href: string }[];
  /** The address of the tab that is shown. */
  current: string;
}

/** The lists between which a page lets one choose. */
export const FeedTabs = ({ class: name, tabs, current }: FeedTabsProps) => (
  <div class={name}>
    <ul class="nav nav-pills outline-active">
      {tabs.map(({ title, href }) => (
        <li key={href} class="nav-item">
          <Link
            href={href}
            class={`nav-link${href === current ? ' active' : ''}`}
            aria-current={href === current ? 'page' : undefined}
          >
            {title}
          </Link>
        </li>
      ))}
    </ul>
  </div>
);
