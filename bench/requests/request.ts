/** A user who sends requests, with a valid token. */
export interface Viewer {
  id: number;
  username: string;
  token: string;
}

/** One HTTP request of the load. `{unique}` in its body becomes another text each time it is sent. */
export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  viewer?: Viewer;
  body?: object;
}
