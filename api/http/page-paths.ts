/** The pages of the front end, by name; what begins with a colon varies. The API and the front end both read this. */
export const pagePaths = {
  home: '/',
  tag: '/tag/:tag',
  login: '/login',
  register: '/register',
  settings: '/settings',
  notifications: '/notifications',
  newArticle: '/editor',
  editArticle: '/editor/:slug',
  article: '/article/:slug',
  profile: '/profile/:username',
  favorites: '/profile/:username/favorites',
} as const;

export type PageName = keyof typeof pagePaths;

/** A page, and what stands in its path where that varies. */
export interface Page {
  name: PageName;
  params: Record<string, string>;
}

/** Finds the page of a path as a browser sends it; undefined where there is none. */
export function findPage(path: string): Page | undefined {
  const parts = path.split('/');
  for (const [name, pattern] of Object.entries(pagePaths) as [PageName, string][]) {
    const params = matchParts(pattern.split('/'), parts);
    if (params) return { name, params };
  }
}

function matchParts(pattern: string[], parts: string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (expected.startsWith(':')) params[expected.slice(1)] = decode(part);
    else if (expected !== part) return undefined;
  }
  return Object.values(params).includes('') ? undefined : params;
}

/** A part that is not encoded as it should be stays as it is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
