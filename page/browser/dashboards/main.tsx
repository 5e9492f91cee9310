import { render } from 'preact';
import { DashboardsPage } from './dashboards-page.tsx';

render(<DashboardsPage />, document.getElementById('page') as HTMLElement);
