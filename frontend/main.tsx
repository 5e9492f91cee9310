import { render } from 'preact';
import { App } from './app.tsx';
import './style/main.css';
import { readSession, startSession } from './session/session.ts';
import { readToken } from './session/token.ts';

// What RealWorld's browser tests ask a front end.
Object.assign(window, {
  __conduit_debug__: {
    getToken: readToken,
    getAuthState: () => readSession().state,
    getCurrentUser: () => readSession().user,
  },
});

startSession();
render(<App />, document.getElementById('app') as HTMLElement);
