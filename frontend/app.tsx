import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Page } from '../api/http/page-paths.ts';
import { Footer } from './layout/footer.tsx';
import { Header } from './layout/header.tsx';
import { Notice } from './layout/notice.tsx';
import { RequireUser } from './layout/require-user.tsx';
import { useTitle } from './layout/use-title.ts';
import { ArticlePage } from './pages/article.tsx';
import { LoginPage, RegisterPage } from './pages/auth-page.tsx';
import { EditorPage } from './pages/editor.tsx';
import { HomePage } from './pages/home.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { NotificationsPage } from './pages/notifications.tsx';
import { ProfilePage } from './pages/profile.tsx';
import { SettingsPage } from './pages/settings.tsx';
import { useLocation } from './routing/location.ts';

/** The whole front end. */
export function App() {
  const { page, path } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  useEffect(() => {
    // A reader who does not see the page hears that it is another one.
    if (shown.current !== path) main.current?.focus({ preventScroll: true });
    shown.current = path;
  }, [path]);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <Header />
      <main id="main" ref={main} tabIndex={-1}>
        {page ? <CurrentPage key={keyOf(page, path)} page={page} /> : <NotFoundPage />}
      </main>
      <Footer />
      <Notice />
    </>
  );
}

/** Pages that differ only in what they list are one page: what they share stays. */
function keyOf({ name, params }: Page, path: string): string {
  if (name === 'home' || name === 'tag') return 'home';
  return name === 'profile' || name === 'favorites' ? `profile ${params.username}` : path;
}

const titles: Partial<Record<Page['name'], string>> = {
  login: 'Sign in',
  register: 'Sign up',
  settings: 'Settings',
  notifications: 'Notifications',
  newArticle: 'New article',
  editArticle: 'Edit article',
};

function CurrentPage({ page: { name, params } }: { page: Page }) {
  const { tag, slug = '', username = '' } = params;
  useTitle(titles[name] ?? tag ?? username);
  switch (name) {
    case 'home':
    case 'tag':
      return <HomePage tag={tag} />;
    case 'login':
      return <LoginPage />;
    case 'register':
      return <RegisterPage />;
    case 'article':
      return <ArticlePage slug={slug} />;
    case 'profile':
    case 'favorites':
      return <ProfilePage username={username} showsFavorites={name === 'favorites'} />;
    default:
      return <RequireUser>{(user) => pagesOfUsers[name](user, slug)}</RequireUser>;
  }
}

type UserPage = (user: Parameters<typeof SettingsPage>[0]['user'], slug: string) => ComponentChildren;

const pagesOfUsers: Record<'settings' | 'notifications' | 'newArticle' | 'editArticle', UserPage> = {
  settings: (user) => <SettingsPage user={user} />,
  notifications: () => <NotificationsPage />,
  newArticle: (user) => <EditorPage user={user} />,
  editArticle: (user, slug) => <EditorPage user={user} slug={slug} />,
};
