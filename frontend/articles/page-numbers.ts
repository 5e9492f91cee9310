/** How many pages are shown around the current one. */
const around = 2;

/** The pages to offer: the first, the last and those around the current one; 0 stands for those left out. */
export function listPageNumbers(current: number, last: number): number[] {
  const wanted = new Set([1, last]);
  for (let page = current - around; page <= current + around; page += 1)
    if (page >= 1 && page <= last) wanted.add(page);
  const sorted = [...wanted].sort((a, b) => a - b);
  return sorted.flatMap((page, index) => fillGap(sorted[index - 1] ?? 0, page));
}

/** A gap of one page is that page. */
function fillGap(before: number, page: number): number[] {
  if (page - before === 1) return [page];
  return page - before === 2 ? [page - 1, page] : [0, page];
}

/** The page that a query string asks for. */
export function readPage(query: URLSearchParams): number {
  const page = Number(query.get('page') ?? 1);
  return Number.isSafeInteger(page) && page >= 1 && page <= 1_000_000 ? page : 1;
}
