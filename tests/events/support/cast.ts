import type { TestLab } from '../../cluster/support/lab.ts';
import { createPerson, type Person } from './people.ts';
import { enter, type Place } from './place.ts';

/** A lab with the profile events, and two people of it. */
export interface Cast {
  place: Place;
  lab: TestLab;
  author: Person;
  reader: Person;
}

/** Gives the lab of this test run the profile, and registers an author and a reader whose names begin so. */
export async function enterWith(names: Record<'author' | 'reader', string>): Promise<Cast> {
  const place = await enter();
  const { lab } = place;
  return { place, lab, author: await createPerson(lab, names.author), reader: await createPerson(lab, names.reader) };
}
