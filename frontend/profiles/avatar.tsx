import { useState } from 'preact/hooks';
import defaultAvatar from '../default-avatar.svg';
import { safeUrl } from '../markdown/safe-url.ts';

/** A user's picture; the name stands beside it. */
export function Avatar({ image, class: name = '' }: { image: string | null; class?: string }) {
  const address = safeUrl(image ?? '') ?? defaultAvatar;
  const [broken, setBroken] = useState('');
  return (
    <img
      class={`avatar ${name}${broken === address ? ' is-broken' : ''}`}
      src={address}
      alt=""
      onError={() => setBroken(address)}
    />
  );
}
