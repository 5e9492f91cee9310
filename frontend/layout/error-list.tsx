import { goToLogin } from '../routing/location.ts';
import type { Submit } from '../state/use-submit.ts';

/** What went wrong when a form was sent. */
export function ErrorList({ submit: { messages, needsLogin } }: { submit: Submit }) {
  if (messages.length === 0) return null;
  return (
    <ul class="error-messages" role="alert">
      {messages.map((message) => (
        <li key={message}>{message}</li>
      ))}
      {needsLogin && (
        <li>
          <button type="button" class="btn-link" onClick={() => goToLogin()}>
            Log in again
          </button>
          ; what you typed is kept.
        </li>
      )}
    </ul>
  );
}
