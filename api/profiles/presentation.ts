/** A profile as both contracts show it. */
export interface Profile {
  username: string;
  bio: string | null;
  image: string | null;
  following: boolean;
}

/** Shows a user to another one: nothing of an e-mail address, and null where there is no text. */
export function presentProfile({ username, bio, image }: Omit<Profile, 'following'>, following: boolean): Profile {
  return { username, bio: bio || null, image: image || null, following };
}
