import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { protocolError } from '../http/api-error.ts';

/** What a worker is asked for: a hash of `plain`, or whether `hash` is one. */
export interface PasswordTask {
  plain: string;
  hash?: string;
  rounds: number;
}

/** Passwords as Laravel stores them: bcrypt, `$2y$`, off the event loop. */
export interface Passwords {
  hash(plain: string): Promise<string>;
  /** Whether the password is right; without a hash it is not, and that takes as long. */
  verify(plain: string, hash: string | undefined): Promise<boolean>;
  /** Tasks that wait for a worker. */
  waiting(): number;
  close(): Promise<void>;
}

interface PasswordOptions {
  rounds: number;
  /** 0 is as many as there are processors, four at most: they only take what the other threads leave. */
  workers?: number;
  /** Tasks that may wait before further ones are turned away. */
  maximumWaiting?: number;
  /** How long a task may wait for a worker. */
  patienceMs?: number;
}

/** A small pool of threads that hash and compare passwords, started when they are first needed. */
export function createPasswords({
  rounds,
  workers = 0,
  maximumWaiting = 500,
  patienceMs = 12_000,
}: PasswordOptions): Passwords {
  const pool = createPool({ size: workers || Math.min(4, availableParallelism()), patienceMs });
  const ask = (work: Omit<PasswordTask, 'rounds'>) => {
    if (pool.waiting() >= maximumWaiting) throw tooManyPasswords();
    return pool.run({ rounds, ...work });
  };
  return {
    hash: async (plain) => toLaravelHash(String(await ask({ plain: cutForBcrypt(plain) }))),
    async verify(plain, stored) {
      const isRight = await ask({ plain: cutForBcrypt(plain), hash: stored ?? renderDecoy(rounds) });
      return stored !== undefined && isRight === true;
    },
    waiting: pool.waiting,
    close: pool.close,
  };
}

interface Job {
  task: PasswordTask;
  untilMs: number;
  resolve(result: string | boolean): void;
  reject(error: Error): void;
}

/** Hands tasks to at most so many workers, first come, first served, and turns away those that have waited for too long. */
function createPool({ size, patienceMs }: { size: number; patienceMs: number }) {
  const idle: Worker[] = [];
  const busy = new Map<Worker, Job>();
  const queue: Job[] = [];

  function start(): Worker {
    const worker = new Worker(new URL('password-worker.mjs', import.meta.url));
    worker.on('message', ({ result, error }) => {
      const job = finish(worker);
      idle.push(worker);
      if (error === undefined) job?.resolve(result);
      else job?.reject(new Error(error));
      runNext();
    });
    worker.on('error', (error: Error) => finish(worker)?.reject(error));
    worker.on('exit', (code) => {
      finish(worker)?.reject(new Error(`The password worker ended with code ${code}.`));
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
      runNext();
    });
    return worker;
  }

  function finish(worker: Worker): Job | undefined {
    const job = busy.get(worker);
    busy.delete(worker);
    // An idle worker does not keep the process alive.
    worker.unref();
    return job;
  }

  function turnLateAway(): void {
    const nowMs = Date.now();
    while (queue[0] && queue[0].untilMs <= nowMs) queue.shift()?.reject(tooManyPasswords());
  }

  function runNext(): void {
    turnLateAway();
    const isFree = idle.length > 0 || busy.size < size;
    const job = isFree ? queue.shift() : undefined;
    if (!job) return;
    const worker = idle.pop() ?? start();
    busy.set(worker, job);
    worker.ref();
    worker.postMessage(job.task);
  }

  return {
    run: (task: PasswordTask) =>
      new Promise<string | boolean>((resolve, reject) => {
        queue.push({ task, untilMs: Date.now() + patienceMs, resolve, reject });
        setTimeout(turnLateAway, patienceMs).unref();
        runNext();
      }),
    waiting: () => queue.length,
    close: async () => void (await Promise.all([...idle, ...busy.keys()].map((worker) => worker.terminate()))),
  };
}

/** bcrypt for Node writes `$2b$`, PHP writes and expects `$2y$`; the two mean the same. */
export function toLaravelHash(hash: string): string {
  return hash.replace(/^\$2[ab]\$/, '$2y$');
}

/**
 * The part of a password that bcrypt looks at, its first 72 bytes, and at most one character more:
 * 73 UTF-16 units are at least that many bytes, wherever a pair of them is cut. Half a pair has no bytes of its own.
 */
export function cutForBcrypt(plain: string): string {
  return plain.slice(0, 73).toWellFormed();
}

/** A hash that fits no password and takes as long to compare as any other of its rounds. */
function renderDecoy(rounds: number): string {
  return `$2y$${String(rounds).padStart(2, '0')}$${'.'.repeat(53)}`;
}

function tooManyPasswords() {
  return protocolError(
    { status: 503, subject: 'server', message: 'Too many logins at once. Try again soon.' },
    { 'Retry-After': '5' },
  );
}
