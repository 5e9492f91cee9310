import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { ErrorList } from '../layout/error-list.tsx';
import { Field } from '../layout/field.tsx';
import { login, register } from '../requests/api.ts';
import { Link } from '../routing/link.tsx';
import { navigate, useLocation } from '../routing/location.ts';
import { signIn } from '../session/session.ts';
import { useSubmit } from '../state/use-submit.ts';

/** Where a user logs in. */
export const LoginPage = () => <AuthPage title="Sign in" other={{ href: '/register', words: 'Need an account?' }} />;

/** Where a user registers. */
export const RegisterPage = () => <AuthPage title="Sign up" other={{ href: '/login', words: 'Have an account?' }} />;

interface AuthPageProps {
  title: 'Sign in' | 'Sign up';
  other: { href: string; words: string };
}

function AuthPage({ title, other }: AuthPageProps) {
  return (
    <div class="auth-page">
      <div class="container page">
        <div class="row">
          <div class="col-md-6 offset-md-3 col-xs-12">
            <h1 class="text-xs-center">{title}</h1>
            <p class="text-xs-center">
              <Link href={other.href}>{other.words}</Link>
            </p>
            <AuthForm title={title} />
          </div>
        </div>
      </div>
    </div>
  );
}

function AuthForm({ title }: { title: AuthPageProps['title'] }) {
  const isNew = title === 'Sign up';
  const { next = '/' } = useLocation();
  const [user, setUser] = useState({ username: '', email: '', password: '' });
  const sending = useSubmit();
  const change = (changes: Partial<typeof user>) => setUser((now) => ({ ...now, ...changes }));
  const send = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { email, password } = user;
    return sending.submit(
      (submission) => (isNew ? register(user, submission) : login({ email, password }, submission)),
      (known) => {
        signIn(known);
        navigate(next);
      },
    );
  };
  return (
    <>
      <ErrorList submit={{ ...sending, needsLogin: false }} />
      <form onSubmit={send} noValidate>
        {isNew && (
          <Field
            label="Username"
            name="username"
            value={user.username}
            autocomplete="username"
            onValue={(username) => change({ username })}
          />
        )}
        <Field
          label="Email"
          name="email"
          type="email"
          value={user.email}
          autocomplete="email"
          onValue={(email) => change({ email })}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          value={user.password}
          autocomplete={isNew ? 'new-password' : 'current-password'}
          onValue={(password) => change({ password })}
        />
        <button type="submit" class="btn btn-lg btn-primary pull-xs-right" disabled={sending.isSending}>
          {title}
        </button>
      </form>
    </>
  );
}
