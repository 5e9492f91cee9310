import { slugify } from '../api/articles/slug.ts';
import { authorCount, createFaker, newestAt, peopleCount, readerCount } from './people.ts';

/** A seeded article with everything that belongs to it; people and tags by their index. */
export interface SeedArticle {
  author: number;
  slug: string;
  title: string;
  description: string;
  body: string;
  createdAt: Date;
  tags: number[];
  favoritedBy: number[];
  comments: SeedComment[];
}

/** A seeded comment. */
export interface SeedComment {
  author: number;
  body: string;
  createdAt: Date;
}

/** The tags of the seeded articles. */
export const tagNames = [
  'angular',
  'cooking',
  'databases',
  'dragons',
  'laravel',
  'mysql',
  'react',
  'training',
  'travel',
  'vue',
];

const minuteMs = 60_000;
const articleEveryMinutes = 7;

/**
 * The authors of the default articles, one entry per article: twenty authors with one to fifteen
 * articles each.
 */
export function listDefaultAuthors(): number[] {
  const counts = Array.from({ length: authorCount }, (_, author) =>
    createFaker('articles', author).number.int({ min: 1, max: 15 }),
  );
  // In rounds, so that the newest articles have different authors.
  return Array.from({ length: 15 }, (_, round) =>
    counts.flatMap((count, author) => (round < count ? [author] : [])),
  ).flat();
}

/** Builds the article with this number, the same every time; 0 is the newest. */
export function buildArticle(index: number, author: number): SeedArticle {
  const faker = createFaker('article', index);
  const title = faker.lorem.sentence({ min: 3, max: 8 }).replace(/\.$/, '');
  const createdAt = new Date(newestAt.getTime() - (index + 1) * articleEveryMinutes * minuteMs);
  return {
    author,
    slug: `${slugify(title)}-${(index + 1).toString(36)}`,
    title,
    description: faker.lorem.sentence({ min: 6, max: 14 }),
    body: faker.lorem.paragraphs({ min: 2, max: 5 }, '\n\n'),
    createdAt,
    tags: faker.helpers.arrayElements([...tagNames.keys()], { min: 1, max: 3 }),
    favoritedBy: listFavorites(index),
    comments: Array.from({ length: faker.number.int({ min: 1, max: 10 }) }, (_, place) => ({
      author: faker.number.int({ min: 0, max: peopleCount - 1 }),
      body: faker.lorem.sentences({ min: 1, max: 3 }),
      createdAt: new Date(createdAt.getTime() + (place + 1) * 20_000),
    })),
  };
}

/** Each reader favorites a share of all articles: later readers more, up to half. */
function listFavorites(index: number): number[] {
  const faker = createFaker('favorites', index);
  return Array.from({ length: readerCount }, (_, reader) => reader).filter(
    (reader) => faker.number.float() < ((reader + 1) / readerCount) * 0.5,
  );
}
