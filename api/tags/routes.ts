import { defineRoute, type Route } from '../http/route.ts';
import { createTagList } from './repository.ts';
import { tagListView } from './schema.ts';

/** The tags. */
export function createTagRoutes(): Route[] {
  return [
    defineRoute({
      methods: ['get'],
      path: '/tags',
      access: 'public',
      look: createTagList(),
      present: (tags: string[]) => ({ tags }),
      documentation: { summary: 'All tags', tag: 'Tags', answer: tagListView.shape },
    }),
  ];
}
