import { Link } from '../routing/link.tsx';

/** Where there is no page. */
export const NotFoundPage = () => (
  <div class="container page">
    <h1>Nothing is here</h1>
    <p>
      There is no such page. <Link href="/">Go home</Link>
    </p>
  </div>
);
