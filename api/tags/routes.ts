import { defineRoute, ok, type Route } from '../http/route.ts';
import { createTagList } from './repository.ts';
import { tagListView } from './schema.ts';

/** The tags. */
export const tagRoutes: Route[] = [
  defineRoute({
    methods: ['get'],
    path: '/tags',
    access: 'public',
    find: createTagList(),
    handle: ({ found }) => ok({ tags: found }),
    documentation: { summary: 'All tags', tag: 'Tags', answer: tagListView.shape },
  }),
];
