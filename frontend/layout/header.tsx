import { Bell } from '../notifications/bell.tsx';
import { Avatar } from '../profiles/avatar.tsx';
import { Link, profilePath } from '../routing/link.tsx';
import { type Session, useSession } from '../session/session.ts';
import { readToken } from '../session/token.ts';
import { Icon } from './icon.tsx';
import { NavItem } from './nav-item.tsx';

/** The bar at the top of every page. */
export function Header() {
  const session = useSession();
  return (
    <nav class="navbar navbar-light" aria-label="Main">
      <div class="container">
        <Link class="navbar-brand" href="/">
          conduit
        </Link>
        <ul class="nav navbar-nav pull-xs-right">
          <NavItem href="/">Home</NavItem>
          {session.state === 'unauthenticated' ? <VisitorItems /> : <UserItems session={session} />}
        </ul>
      </div>
    </nav>
  );
}

const VisitorItems = () => (
  <>
    <NavItem href="/login">Sign in</NavItem>
    <NavItem href="/register">Sign up</NavItem>
  </>
);

function UserItems({ session: { state, user } }: { session: Session }) {
  if (state === 'loading' && readToken() === null) return null;
  return (
    <>
      <NavItem href="/editor">
        <Icon name="ion-compose" />
        <span class="nav-text">New Article</span>
      </NavItem>
      <NavItem href="/settings">
        <Icon name="ion-gear-a" />
        <span class="nav-text">Settings</span>
      </NavItem>
      {user && <Bell key={user.username} />}
      {user && (
        <NavItem href={profilePath(user.username)}>
          <Avatar class="user-pic" image={user.image} />
          <span class="nav-text">{user.username}</span>
        </NavItem>
      )}
      {state === 'unavailable' && (
        <li class="nav-item">
          <span class="nav-link">Connecting…</span>
        </li>
      )}
    </>
  );
}
