declare module '@koa/cors' {
  import type { Context, Middleware } from 'koa';

  export default function cors(options?: {
    origin?: string | ((context: Context) => string | Promise<string>);
    allowMethods?: string[];
    exposeHeaders?: string[];
    maxAge?: number;
  }): Middleware;
}
