import { render } from 'preact';
import { connect } from './connection.ts';
import { Page } from './page.tsx';

connect();
render(<Page />, document.getElementById('page') as HTMLElement);
