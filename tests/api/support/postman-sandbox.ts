import assert from 'node:assert/strict';
import vm from 'node:vm';
import type { Answer } from './http.ts';

export type Variables = Map<string, unknown>;

/** One pm.test of a script: its title, and why it failed, if it did. */
export interface Verdict {
  title: string;
  failure?: string;
}

interface Scopes {
  collection: Variables;
  environment: Variables;
}

const SCRIPT_TIMEOUT_MS = 1000;

/** Runs a script of a collection with the part of `pm` that this collection needs; anything else fails loudly. */
export function runScript(lines: string[], { collection, environment }: Scopes, answer?: Answer): Verdict[] {
  const verdicts: Verdict[] = [];
  const pm = known('pm', {
    test: (title: string, check: () => void) => verdicts.push({ title, ...attempt(check) }),
    expect,
    collectionVariables: variables('pm.collectionVariables', collection),
    environment: variables('pm.environment', environment),
    ...(answer && { response: response(answer) }),
  });
  vm.runInNewContext(lines.join('\n'), { pm }, { timeout: SCRIPT_TIMEOUT_MS });
  return verdicts;
}

function attempt(check: () => void): { failure?: string } {
  try {
    check();
    return {};
  } catch (error) {
    return { failure: (error as Error).message };
  }
}

function variables(name: string, values: Variables): object {
  return known(name, {
    get: (key: string) => values.get(key),
    set: (key: string, value: unknown) => void values.set(key, value),
  });
}

function response({ status, text }: Answer): object {
  const have = known('pm.response.to.have', { status: (code: number) => assert.equal(status, code) });
  return known('pm.response', { code: status, json: () => JSON.parse(text), to: known('pm.response.to', { have }) });
}

function expect(value: unknown): object {
  const isA = (type: string) => assert.equal(Array.isArray(value) ? 'array' : typeof value, type);
  const be = known('expect().to.be', {
    a: isA,
    an: isA,
    above: (least: number) => assert.ok(Number(value) > least, `${value} is not above ${least}`),
    oneOf: (list: unknown[]) => assert.ok(list.includes(value), `${value} is none of ${list}`),
  });
  const have = known('expect().to.have', {
    property: (key: string) => assert.ok(Object.hasOwn(value as object, key), `${key} is missing`),
  });
  const to = {
    be,
    have,
    equal: (other: unknown) => assert.equal(value, other),
    eql: (other: unknown) => assert.deepEqual(structuredClone(value), structuredClone(other)),
    include: (part: unknown) => assert.ok((value as unknown[]).includes(part), `${value} does not include ${part}`),
  };
  return known('expect()', { to: known('expect().to', to) });
}

function known<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get: (target, key) => {
      if (key in target) return target[key as keyof T];
      throw new Error(`${name}.${String(key)} is not supported: add it to tests/api/support/postman-sandbox.ts`);
    },
  });
}
