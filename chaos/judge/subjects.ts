import type { Read, Write } from '../history.ts';

/** The value of a subject: whether it exists, or the last mark written to it. */
export type Value = boolean | string | undefined;

/** Names of the things that have one value at a time. */
export const subjects = {
  article: (mark: string) => `article ${mark}`,
  comment: (mark: string) => `comment ${mark}`,
  description: (slug: string) => `description of ${slug}`,
  favorite: (username: string, slug: string) => `favorite of ${username} on ${slug}`,
  follow: (username: string, followed: string) => `follow of ${username} to ${followed}`,
};

export interface Assignment {
  subject: string;
  value: Value;
}

/** The subject and value of a write. */
export function readWrite(write: Write, username: string): Assignment {
  switch (write.type) {
    case 'article':
      return { subject: subjects.article(write.mark), value: true };
    case 'article deleted':
      return { subject: subjects.article(write.mark), value: false };
    case 'comment':
      return { subject: subjects.comment(write.mark), value: true };
    case 'comment deleted':
      return { subject: subjects.comment(write.mark), value: false };
    default:
      return readState(write, username);
  }
}

type State = Extract<Write | Read, { type: 'description' | 'favorite' | 'follow' }>;

/** The subject and value of what is written and read in the same form. */
export function readState(state: State, username: string): Assignment {
  if (state.type === 'description') return { subject: subjects.description(state.slug), value: state.mark };
  if (state.type === 'favorite') return { subject: subjects.favorite(username, state.slug), value: state.there };
  return { subject: subjects.follow(username, state.username), value: state.there };
}
