import type { Contract } from '../contract/contract.ts';
import { laravel } from '../contract/laravel.ts';
import { realworld } from '../contract/realworld.ts';
import type { Context, Next } from './request-context.ts';

const contracts = { laravel, realworld };

/** Where a path belongs: under which contract, and what is left of it. */
export interface Mount {
  contract: Contract;
  /** The path within the API; null outside of it. */
  path: string | null;
}

/** Finds the contract of a path: `/laravel/api`, `/realworld/api`, and `/api` for the default one. */
export function createMounts(byDefault: keyof typeof contracts): (path: string) => Mount {
  const mounts: [string, Contract][] = [
    ['/api', contracts[byDefault]],
    ['/laravel/api', laravel],
    ['/realworld/api', realworld],
  ];
  return (path) => {
    for (const [prefix, contract] of mounts) {
      if (path === prefix) return { contract, path: '/' };
      if (path.startsWith(`${prefix}/`)) return { contract, path: path.slice(prefix.length) };
    }
    return { contract: contracts[byDefault], path: null };
  };
}

/** Gives a request its contract, and the router the path within the API. */
export function createContractChoice(findMount: (path: string) => Mount) {
  return function chooseContract(context: Context & { newRouterPath?: string }, next: Next) {
    const { contract, path } = findMount(context.path);
    context.state.contract = contract;
    if (path !== null) context.newRouterPath = path;
    return next();
  };
}
