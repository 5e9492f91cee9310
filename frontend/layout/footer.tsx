import { Link } from '../routing/link.tsx';

/** The end of every page, with the ways to the server's own pages. */
export const Footer = () => (
  <footer>
    <div class="container">
      <Link href="/" class="logo-font">
        conduit
      </Link>
      <span class="attribution">
        The RealWorld front end, before a MySQL group that may lose a server. <a href="/about">About</a>{' '}
        <a href="/docs">API</a>
      </span>
    </div>
  </footer>
);
