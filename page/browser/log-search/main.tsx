import { render } from 'preact';
import { LogsPage } from './logs-page.tsx';

render(<LogsPage />, document.getElementById('page') as HTMLElement);
