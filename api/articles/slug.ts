import { createHash } from 'node:crypto';
import transliterate from '@sindresorhus/transliterate';

/** Slugs that are paths of their own. */
const reserved = new Set(['feed']);

/** Leaves room in 255 characters for the longest suffix. */
const maximumBase = 200;

/** The slug of a title before it is made unique, as Laravel's str_slug makes it. */
export function slugify(title: string): string {
  const base = transliterate(title)
    .toLowerCase()
    .replaceAll('_', '-')
    .replaceAll('@', '-at-')
    .replace(/[^a-z0-9\s-]/g, '')
    .replace(/[\s-]+/g, '-')
    .slice(0, maximumBase)
    .replace(/^-|-$/g, '');
  return base || `article-${createHash('sha1').update(title).digest('hex').slice(0, 10)}`;
}

/** The slug to use: the base where it is free, otherwise with a number above all that are taken. */
export function chooseSlug(base: string, taken: readonly string[]): string {
  if (!reserved.has(base) && !taken.includes(base)) return base;
  return `${base}-${Math.max(0, ...taken.map((slug) => suffixOf(slug, base))) + 1}`;
}

/** Whether a slug was made of this base, with or without a number. */
export function isMadeOf(slug: string, base: string): boolean {
  return slug === base || suffixOf(slug, base) > 0;
}

function suffixOf(slug: string, base: string): number {
  const suffix = slug.slice(base.length);
  return slug.startsWith(base) && /^-[1-9]\d{0,14}$/.test(suffix) ? Number(suffix.slice(1)) : 0;
}
