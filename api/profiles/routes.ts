import type { Query } from '../database/query.ts';
import { type Asked, defineRoute, type Route } from '../http/route.ts';
import { presentProfile } from './presentation.ts';
import { findProfile, follow, type ProfileRow, unfollow } from './repository.ts';
import { profileView } from './schema.ts';

const tag = 'Profiles';
const answer = { profile: profileView };

/** What the three routes have in common. */
const profile = {
  names: 'profile' as const,
  look: (query: Query, { params, viewer }: Asked) => findProfile(query, params.username ?? '', viewer),
  present: (row: ProfileRow) => ({ profile: presentProfile(row, Boolean(row.following)) }),
};

/** A profile, and following it. */
export const profileRoutes: Route[] = [
  defineRoute({
    methods: ['get'],
    path: '/profiles/:username',
    access: 'optional',
    ...profile,
    documentation: { summary: 'A user as others see them', tag, answer },
  }),
  defineRoute({
    methods: ['post'],
    path: '/profiles/:username/follow',
    access: 'required',
    ...profile,
    change: ({ params, viewer }) => [follow(params.username ?? '', viewer)],
    documentation: { summary: 'Follow a user', tag, answer },
  }),
  defineRoute({
    methods: ['delete'],
    path: '/profiles/:username/follow',
    access: 'required',
    ...profile,
    change: ({ params, viewer }) => [unfollow(params.username ?? '', viewer)],
    documentation: { summary: 'Stop following a user', tag, answer },
  }),
];
