import { navigate } from '../routing/location.ts';
import { listPageNumbers } from './page-numbers.ts';

interface PaginationProps {
  current: number;
  last: number;
  /** Where a page of the list is. */
  pathOf(page: number): string;
}

/** The way to the other pages of a list. */
export function Pagination({ current, last, pathOf }: PaginationProps) {
  if (last < 2) return null;
  return (
    <nav aria-label="Pages">
      <ul class="pagination">
        {listPageNumbers(current, last).map((page, index) => (
          <li key={page || `gap ${index}`} class={`page-item${page === current ? ' active' : ''}`}>
            {page === 0 ? (
              <span class="page-gap">…</span>
            ) : (
              <button
                type="button"
                class="page-link"
                aria-current={page === current ? 'page' : undefined}
                onClick={() => navigate(pathOf(page))}
              >
                {page}
              </button>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
