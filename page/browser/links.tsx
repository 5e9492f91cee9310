import type { LabPage } from '../lab-page.ts';

/** Where everything of the lab is, and how to log in. */
export function Links({ links }: Pick<LabPage, 'links'>) {
  return (
    <section class="card" aria-label="Links and logins">
      <h2>Links and logins</h2>
      <ul class="links">
        {links.map(({ title, url, address, login }) => (
          <li key={title}>
            {url ? (
              <a href={url} target="_blank" rel="noreferrer">
                {title}
              </a>
            ) : (
              <b>{title}</b>
            )}
            <span>{address ?? url}</span>
            {login && <code>{login}</code>}
          </li>
        ))}
      </ul>
    </section>
  );
}
