import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ExecutionContext, ImplementationFn } from 'ava';
import { databaseTest, skip } from './database.ts';
import { environment } from './environment.ts';
import { eventually } from './eventually.ts';

const script = join(import.meta.dirname, 'laravel-app.php');

/** The versions of Eloquent whose statements the PHP program sends. */
export const eloquentVersions = ['5.5', '11'];

/** A PHP program that sends the statements of a Laravel app, on one connection of its own. */
export interface LaravelApp {
  /** Calls a method of the app; waits for rows that have not arrived at its member yet. */
  call<Result = number>(action: string, ...args: (string | number | string[])[]): Promise<Result>;
}

/** A test with PHP and the database; skipped, and says so, where either is missing. */
export function laravelTest(title: string, body: ImplementationFn<[]>): void {
  const check = spawnSync('php', ['-r', "exit(extension_loaded('pdo_mysql') ? 0 : 1);"]);
  if (check.status === 0) databaseTest(title, body);
  else skip(title, 'PHP with pdo_mysql (apt-get install php-cli php-mysql)');
}

/** Starts the app; it ends with the test. */
export function startLaravelApp(t: ExecutionContext, version: string): LaravelApp {
  const child = spawn('php', [script, version], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(() => child.stdin.end());
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const send = (line: unknown) => child.stdin.write(`${JSON.stringify(line)}\n`);
  const { DB_HOST: host, DB_PORT: port, DB_DATABASE: name, DB_USERNAME: user, DB_PASSWORD: password } = environment;
  send({ host, port, name, user, password });
  const ask = async (request: unknown): Promise<{ result?: unknown; error?: string }> => {
    send(request);
    const { value, done } = await answers.next();
    return done ? { error: 'the PHP program has ended' } : JSON.parse(value);
  };
  return {
    async call<Result>(action: string, ...args: unknown[]) {
      const { result, error } = await eventually(
        () => ask([action, args]),
        (answer) => !isDelay(answer.error),
      );
      if (error !== undefined) throw new Error(error);
      return result as Result;
    },
  };
}

// A row that another member has just written: not found, refused as a parent, or refused by certification.
function isDelay(error = ''): boolean {
  return /No query results|\b(1452|3101)\b/.test(error);
}
