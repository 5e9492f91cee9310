import type { Query } from '../database/database.ts';
import { type ApiRequest, type Asked, defineRoute, ok, type Route } from '../http/route.ts';
import { presentProfile } from './presentation.ts';
import { findProfile, follow, type ProfileRow, unfollow } from './repository.ts';
import { profileView } from './schema.ts';

const find = (query: Query, { params, viewerId }: Asked) => findProfile(query, params.username ?? '', viewerId);

const documentation = (summary: string) => ({ summary, tag: 'Profiles', answer: { profile: profileView } });

/** A profile, and following it. */
export const profileRoutes: Route[] = [
  defineRoute({
    methods: ['get'],
    path: '/profiles/:username',
    access: 'optional',
    names: 'profile',
    find,
    findsViewer: true,
    handle: ({ found }) => ok(show(found)),
    documentation: documentation('A user as others see them'),
  }),
  defineRoute({
    methods: ['post'],
    path: '/profiles/:username/follow',
    access: 'required',
    names: 'profile',
    find,
    findsViewer: true,
    looksLater: true,
    handle: (request) => setFollowing(request, follow),
    documentation: documentation('Follow a user'),
  }),
  defineRoute({
    methods: ['delete'],
    path: '/profiles/:username/follow',
    access: 'required',
    names: 'profile',
    find,
    findsViewer: true,
    looksLater: true,
    handle: (request) => setFollowing(request, unfollow),
    documentation: documentation('Stop following a user'),
  }),
];

async function setFollowing({ changeAtOnce, params: { username = '' }, viewerId }: ApiRequest, apply: typeof follow) {
  const profile = await changeAtOnce(
    (query) => apply(query, username, viewerId),
    (query) => findProfile(query, username, viewerId),
  );
  return ok(show(profile));
}

const show = (profile: ProfileRow) => ({ profile: presentProfile(profile, Boolean(profile.following)) });
