const key = 'jwtToken';

/** The token of this browser's user; null where there is none. */
export const readToken = (): string | null => localStorage.getItem(key);

export const keepToken = (token: string): void => localStorage.setItem(key, token);

export const forgetToken = (): void => localStorage.removeItem(key);

/** Calls back when another tab logs in or out, or has a new token. */
export function onTokenChangedElsewhere(listener: (token: string | null) => void): void {
  addEventListener('storage', (event) => {
    if (event.key === key || event.key === null) listener(readToken());
  });
}
