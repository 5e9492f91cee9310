import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { flags, type View } from './chromium.ts';

interface Reply {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

/** One page in a Chromium of its own, driven over DevTools' pipe. */
export class Browser {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, { resolve(result: never): void; reject(error: Error): void }>();
  #sessionId = '';
  #count = 0;

  private constructor(process: ChildProcess, folder: string) {
    this.#process = process;
    this.#folder = folder;
    let rest = '';
    (process.stdio[4] as Readable).on('data', (part: Buffer) => {
      const messages = (rest + part).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#receive(JSON.parse(message));
    });
  }

  static async open(chromium: string): Promise<Browser> {
    const folder = await mkdtemp(join(tmpdir(), 'lab-browser-'));
    const args = [...flags, '--remote-debugging-pipe', `--user-data-dir=${folder}`, 'about:blank'];
    const browser = new Browser(
      spawn(chromium, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] }),
      folder,
    );
    const { targetId } = await browser.#send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
    const attached = await browser.#send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
    browser.#sessionId = attached.sessionId;
    await browser.#send('Page.enable');
    return browser;
  }

  async look({ width, height, scheme, media = 'screen' }: View & { media?: 'screen' | 'print' }) {
    await this.#send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.#send('Emulation.setEmulatedMedia', { media, features });
  }

  /** Lets the page sleep, as a browser does in the background; or wakes it. */
  async setLifecycle(state: 'frozen' | 'active') {
    await this.#send('Page.setWebLifecycleState', { state });
  }

  async goTo(url: string) {
    await this.#send('Page.navigate', { url });
  }

  /** What an expression gives in the page; promises are awaited. */
  async read<T>(expression: string): Promise<T> {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#send<Evaluated<T>>('Runtime.evaluate', options);
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    return result.value;
  }

  /** Waits until an expression is true in the page. */
  async waitUntil(expression: string, timeoutMs = 30_000) {
    const endMs = performance.now() + timeoutMs;
    while (!(await this.read<boolean>(`Boolean(${expression})`).catch(() => false))) {
      if (performance.now() > endMs) throw new Error(`In ${timeoutMs / 1_000} s it did not become true: ${expression}`);
      await sleep(50);
    }
  }

  async press(key: string) {
    for (const type of ['keyDown', 'keyUp']) await this.#send('Input.dispatchKeyEvent', { type, key, code: key });
  }

  async takeScreenshot(path: string) {
    const { data } = await this.#send<{ data: string }>('Page.captureScreenshot', { captureBeyondViewport: true });
    await writeFile(path, Buffer.from(data, 'base64'));
  }

  async close() {
    const ended = new Promise((resolve) => this.#process.once('close', resolve));
    await this.#send('Browser.close').catch(() => this.#process.kill());
    await ended;
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  #send<T>(method: string, params: object = {}): Promise<T> {
    this.#count += 1;
    const id = this.#count;
    const session = this.#sessionId === '' ? {} : { sessionId: this.#sessionId };
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #receive({ id = 0, result, error }: Reply) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result as never);
  }
}

interface Evaluated<T> {
  result: { value: T };
  exceptionDetails?: { exception?: { description: string } };
}
