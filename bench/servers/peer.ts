import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import { UserError } from '../../scripts/messages/user-error.ts';
import { describeEnvironment } from './describe-servers.ts';
import type { ServerDescription } from './server-process.ts';

const peerSchema = z.strictObject({
  /** As the report names it. */
  name: z.string().min(1),
  /** Its folder, from the file's own. */
  folder: z.string().min(1),
  /** The program and its arguments. */
  command: z.array(z.string()).min(1),
  /** Its settings; `{DB_HOST}` and the like stand for what the lab has. */
  environment: z.record(z.string(), z.string()).default({}),
  /** Up to and with `/api`; `{API_PORT}` is a free port. */
  url: z.string().default('http://127.0.0.1:{API_PORT}/api'),
  /** A path below the URL that answers 200 once it serves. */
  ready: z.string().default('/tags'),
});

/** Reads from a file how to start another back end, with this lab's addresses filled in. */
export async function readPeer(lab: Lab, path: string): Promise<ServerDescription> {
  const known: Record<string, string> = await describeEnvironment(lab);
  const peer = parsePeer(readFileSync(path, 'utf8'), path);
  const fill = (text: string) => fillIn(text, known, path);
  return {
    name: peer.name,
    cwd: resolve(dirname(path), fill(peer.folder)),
    command: peer.command.map(fill) as [string, ...string[]],
    environment: Object.fromEntries(Object.entries(peer.environment).map(([name, value]) => [name, fill(value)])),
    url: fill(peer.url),
    ready: peer.ready,
  };
}

/** Parses the text of such a file; one error names every mistake. */
export function parsePeer(text: string, path: string): z.output<typeof peerSchema> {
  const result = peerSchema.safeParse(parseJson(text, path));
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path: field, message }) => `  ${field.join('.') || 'the file'}: ${message}`);
  throw new UserError(`${path} describes no server that can be measured:\n${lines.join('\n')}`, {
    next: 'see docs/performance.md for an example',
  });
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is not JSON: ${(error as Error).message}`, { next: `edit ${path}` });
  }
}

/** Replaces names in braces by the lab's values. */
export function fillIn(text: string, known: Record<string, string>, path: string): string {
  return text.replaceAll(/\{([A-Z_]+)\}/g, (_, name: string) => {
    const value = known[name];
    if (value !== undefined) return value;
    throw new UserError(`${path} asks for {${name}}, which the lab does not have`, {
      next: `use one of: ${Object.keys(known).join(', ')}`,
    });
  });
}
