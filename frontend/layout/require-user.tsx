import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { User } from '../requests/views.ts';
import { goToLogin } from '../routing/location.ts';
import { useSession } from '../session/session.ts';
import { Skeleton } from './load-problem.tsx';

/** Shows what only a user may see; others are sent to the login page. */
export function RequireUser({ children }: { children(user: User): ComponentChildren }) {
  const { state, user } = useSession();
  useEffect(() => {
    if (state === 'unauthenticated') goToLogin({ replace: true });
  }, [state]);
  return user ? children(user) : <Skeleton lines={6} />;
}
