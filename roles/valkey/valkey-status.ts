import type { Host } from '../../scripts/settings/lab-file.ts';
import type { LabView } from '../view.ts';
import { askServer } from './ask.ts';
import { passwordOf } from './configuration.ts';

/** What a Valkey says of itself. */
export interface ValkeyStatus {
  version: string;
  role: 'primary' | 'replica';
  /** How many replicas have copied everything, of a primary. */
  replicas: number;
  /** Whether a replica is connected to the host that it copies. */
  isLinked: boolean;
  keys: number;
  usedBytes: number;
  evicted: number;
  /** Processes that are told of changes. */
  followers: number;
}

/** Asks one Valkey for its state. */
export async function askValkey(view: LabView, host: Host, { timeoutMs }: { timeoutMs: number }) {
  return readInfo(await askServer(view.at(host, 'valkey'), ['INFO'], { password: passwordOf(view), timeoutMs }));
}

/** Reads the answer to INFO. */
export function readInfo(text: string): ValkeyStatus {
  const fields = new Map([...text.matchAll(/^(\w+):([^\r\n]*)/gm)].map(([, key, value]) => [key ?? '', value ?? '']));
  const version = fields.get('valkey_version');
  if (version === undefined) throw new Error(`This is not the answer of a Valkey: ${text.slice(0, 100).trim()}`);
  const number = (key: string) => Number(fields.get(key) ?? 0);
  const slaves = [...fields].filter(([key, value]) => /^slave\d+$/.test(key) && value.includes('state=online'));
  return {
    version,
    role: fields.get('role') === 'master' ? 'primary' : 'replica',
    replicas: slaves.length,
    isLinked: fields.get('master_link_status') === 'up',
    keys: Number(/keys=(\d+)/.exec(fields.get('db0') ?? '')?.[1] ?? 0),
    usedBytes: number('used_memory'),
    evicted: number('evicted_keys'),
    followers: number('tracking_clients'),
  };
}
