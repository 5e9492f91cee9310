import { defineRoute, type Route } from '../http/route.ts';
import { listTags, maxTagsListed } from './repository.ts';
import { tagListView } from './schema.ts';

/** The tags. */
export function createTagRoutes(): Route[] {
  return [
    defineRoute({
      methods: ['get'],
      path: '/tags',
      access: 'public',
      look: listTags,
      present: (tags: string[]) => ({ tags }),
      documentation: {
        summary: `The ${maxTagsListed.toLocaleString('en')} newest tags`,
        tag: 'Tags',
        answer: tagListView.shape,
      },
    }),
  ];
}
