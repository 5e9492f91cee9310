import { en, Faker } from '@faker-js/faker';

/** A seeded user before the password is hashed. */
export interface SeedPerson {
  username: string;
  email: string;
  bio: string | null;
  image: string | null;
  createdAt: Date;
}

export const peopleCount = 25;
export const authorCount = 20;
export const readerCount = 18;

/** The time of the newest seeded row, in the past so that rows written by users are newer. */
export const newestAt = new Date('2026-01-01T00:00:00.000Z');

/** Random data that is the same on every machine, for the thing with this number. */
export function createFaker(thing: string, index = 0): Faker {
  const faker = new Faker({ locale: en });
  faker.seed([...`${thing}:${index}`].map((letter) => letter.charCodeAt(0)));
  return faker;
}

/** The users; the name and address of the first one are fixed. */
export function listPeople(): SeedPerson[] {
  const names = new Set(['demo']);
  return Array.from({ length: peopleCount }, (_, index) => {
    const faker = createFaker('person', index);
    const username = index === 0 ? 'demo' : chooseName(faker, names);
    return {
      username,
      email: `${username}@example.com`,
      bio: index % 5 === 4 ? null : faker.lorem.sentence(),
      image:
        index % 5 === 3 ? null : `https://api.realworld.io/images/${index % 2 ? 'demo-avatar' : 'smiley-cyrus'}.png`,
      createdAt: new Date(newestAt.getTime() - (400 + (peopleCount - index) * 7) * 86_400_000),
    };
  });
}

/** Pairs of follower and followed, as indexes of people. */
export function listFollows(): { follower: number; followed: number }[] {
  return Array.from({ length: readerCount }, (_, follower) => {
    const faker = createFaker('follows', follower);
    const others = Array.from({ length: peopleCount }, (_, index) => index).filter((index) => index !== follower);
    return faker.helpers.arrayElements(others, { min: 1, max: 4 }).map((followed) => ({ follower, followed }));
  }).flat();
}

function chooseName(faker: Faker, taken: Set<string>): string {
  for (;;) {
    const name = faker.person
      .firstName()
      .toLowerCase()
      .replace(/[^a-z]/g, '');
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
