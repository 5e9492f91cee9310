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
    handle: ({ found }) => ok({ profile: presentProfile(found, Boolean(found.following)) }),
    documentation: documentation('A user as others see them'),
  }),
  defineRoute({
    methods: ['post'],
    path: '/profiles/:username/follow',
    access: 'required',
    names: 'profile',
    find,
    findsViewer: true,
    handle: (request) => setFollowing(request, true),
    documentation: documentation('Follow a user'),
  }),
  defineRoute({
    methods: ['delete'],
    path: '/profiles/:username/follow',
    access: 'required',
    names: 'profile',
    find,
    findsViewer: true,
    handle: (request) => setFollowing(request, false),
    documentation: documentation('Stop following a user'),
  }),
];

async function setFollowing(request: ApiRequest<ProfileRow>, following: boolean) {
  const { found, session, viewerId } = request;
  if (viewerId === found.id) return ok({ profile: presentProfile(found, false) });
  const apply = following ? follow : unfollow;
  await session.write((query) => apply(query, viewerId, found.id));
  return ok({ profile: presentProfile(found, following) });
}
