import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { ErrorList } from '../layout/error-list.tsx';
import { Field } from '../layout/field.tsx';
import { updateUser } from '../requests/api.ts';
import type { User } from '../requests/views.ts';
import { profilePath } from '../routing/link.tsx';
import { navigate } from '../routing/location.ts';
import { signIn, signOut } from '../session/session.ts';
import { useSubmit } from '../state/use-submit.ts';

/** Where a user changes what is known of them, and logs out. */
export function SettingsPage({ user }: { user: User }) {
  const leave = () => {
    navigate('/');
    signOut();
  };
  return (
    <div class="settings-page">
      <div class="container page">
        <div class="row">
          <div class="col-md-6 offset-md-3 col-xs-12">
            <h1 class="text-xs-center">Your Settings</h1>
            <SettingsForm user={user} />
            <hr />
            <button type="button" class="btn btn-outline-danger" onClick={leave}>
              Or click here to logout.
            </button>
          </div>
        </div>
      </div>
    </div>
  );
}

function SettingsForm({ user }: { user: User }) {
  const [form, setForm] = useState({
    image: user.image ?? '',
    username: user.username,
    bio: user.bio ?? '',
    email: user.email,
    password: '',
  });
  const sending = useSubmit();
  const change = (changes: Partial<typeof form>) => setForm((now) => ({ ...now, ...changes }));
  const send = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { password, ...rest } = form;
    return sending.submit(
      (submission) => updateUser(password === '' ? rest : form, submission),
      (changed) => {
        signIn(changed);
        navigate(profilePath(changed.username));
      },
    );
  };
  return (
    <>
      <ErrorList submit={sending} />
      <form onSubmit={send} noValidate>
        <fieldset disabled={sending.isSending}>
          <Field
            label="URL of profile picture"
            name="image"
            type="url"
            isLarge={false}
            value={form.image}
            onValue={(image) => change({ image })}
          />
          <Field
            label="Your Name"
            name="username"
            autocomplete="username"
            value={form.username}
            onValue={(username) => change({ username })}
          />
          <Field label="Short bio about you" name="bio" rows={8} value={form.bio} onValue={(bio) => change({ bio })} />
          <Field
            label="Email"
            name="email"
            type="email"
            autocomplete="email"
            value={form.email}
            onValue={(email) => change({ email })}
          />
          <Field
            label="New Password"
            name="password"
            type="password"
            autocomplete="new-password"
            value={form.password}
            onValue={(password) => change({ password })}
          />
          <button type="submit" class="btn btn-lg btn-primary pull-xs-right">
            Update Settings
          </button>
        </fieldset>
      </form>
    </>
  );
}
