import type { Contract } from './contracts.ts';
import { type Answer, type SendOptions, send } from './http.ts';

type Options = Omit<SendOptions, 'json'>;

/** The verbs under one contract's mount, with or without a token. */
export interface Client {
  get(path: string, options?: Options): Promise<Answer>;
  delete(path: string, options?: Options): Promise<Answer>;
  post(path: string, json?: unknown, options?: Options): Promise<Answer>;
  put(path: string, json?: unknown, options?: Options): Promise<Answer>;
  patch(path: string, json?: unknown, options?: Options): Promise<Answer>;
  send(method: string, path: string, options?: SendOptions): Promise<Answer>;
}

/** A client of one contract; every request carries the token where there is one. */
export function clientOf(contract: Contract, token?: string): Client {
  const call = (method: string, path: string, options: SendOptions = {}) =>
    send(method, contract.mount + path, { token, ...options });
  return {
    get: (path, options) => call('GET', path, options),
    delete: (path, options) => call('DELETE', path, options),
    post: (path, json, options) => call('POST', path, { json, ...options }),
    put: (path, json, options) => call('PUT', path, { json, ...options }),
    patch: (path, json, options) => call('PATCH', path, { json, ...options }),
    send: call,
  };
}
