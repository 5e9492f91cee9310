import { fetchUser } from '../requests/api.ts';
import { Failure } from '../requests/failure.ts';
import type { User } from '../requests/views.ts';
import { createStore, useStore } from '../state/store.ts';
import { forgetToken, keepToken, onTokenChangedElsewhere, readToken } from './token.ts';

/** Who uses this browser: not known yet, known, no one, or not known because the API does not say. */
export interface Session {
  state: 'loading' | 'authenticated' | 'unauthenticated' | 'unavailable';
  user: User | null;
}

const store = createStore<Session>({ state: 'loading', user: null });
const retryMs = 2_000;
/** Every answer about the user has a new token: asked in time, the session of an open page does not expire. */
const renewMs = 10 * 60_000;

export const readSession = store.get;
export const useSession = (): Session => useStore(store);

/** Starts a session with what the API says of its user. */
export function signIn(user: User): void {
  keepToken(user.token);
  store.set({ state: 'authenticated', user });
}

/** Ends the session in this browser. */
export function signOut(): void {
  forgetToken();
  store.set({ state: 'unauthenticated', user: null });
}

/** Finds out whose the token is that this browser keeps, and goes on asking for new ones. */
export function startSession(): void {
  void refreshSession();
  onTokenChangedElsewhere((token) => {
    // A new token of the same user comes often and changes nothing.
    if (token === null || store.get().state !== 'authenticated') void refreshSession();
  });
  setInterval(() => readToken() && void refreshSession(), renewMs);
}

/** Asks the API who the user is. A 4xx ends the session; as long as there is no answer the token is kept. */
export async function refreshSession(): Promise<void> {
  const token = readToken();
  if (token === null) return signOut();
  try {
    const user = await fetchUser({ onSilence: setUnavailable });
    if (readToken() === token) signIn(user);
  } catch (error) {
    if (readToken() !== token) return;
    if (error instanceof Failure && error.status < 500) return signOut();
    setUnavailable();
    setTimeout(() => void refreshSession(), retryMs);
  }
}

/** A user who is known stays known: a form that is being filled in must not vanish. */
function setUnavailable(): void {
  if (store.get().state !== 'authenticated') store.set({ state: 'unavailable', user: null });
}
