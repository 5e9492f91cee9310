import test, { type ExecutionContext } from 'ava';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { environment } from '../../api/support/environment.ts';
import { findChromium } from '../../browser/support/chromium.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--in-process-gpu',
  // The pages are to work where there is no other machine.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** One person at a browser of their own, with what went wrong in their pages. */
export interface Visitor {
  page: Page;
  /** Errors of scripts, and what the security policy refused. */
  problems: string[];
}

type Run = (t: ExecutionContext, page: Page, open: Open) => Promise<void>;

/** Opens a browser for one more person. */
export type Open = (options?: BrowserContextOptions) => Promise<Page>;

let browser: Promise<Browser | undefined> | undefined;

async function launch() {
  const executablePath = await findChromium();
  return executablePath ? chromium.launch({ executablePath: await whereIs(executablePath), args: flags }) : undefined;
}

// Playwright takes a path only.
async function whereIs(program: string) {
  if (program.includes('/')) return program;
  const { execa } = await import('execa');
  return (await execa('sh', ['-c', 'command -v "$0"', program])).stdout;
}

test.after.always(async () => {
  await (await browser)?.close();
});

/** A test at a browser. Nothing may go wrong in any page that it opens, but for what the test brings about itself. */
export function pageTest(title: string, run: Run, expected?: RegExp): void {
  test.serial(title, async (t) => {
    browser ??= launch();
    const program = await browser;
    if (!program) return skip(t);
    const visitors: Visitor[] = [];
    const open: Open = async (options) => {
      const visitor = await openVisitor(program, options);
      visitors.push(visitor);
      return visitor.page;
    };
    try {
      await run(t, await open(), open);
      const problems = visitors.flatMap((visitor) => visitor.problems);
      t.deepEqual(
        problems.filter((problem) => !expected?.test(problem)),
        [],
      );
    } finally {
      await Promise.all(visitors.map(({ page }) => page.context().close()));
    }
  });
}

/** Without Chromium a test passes with a remark, but fails in CI. */
function skip(t: ExecutionContext): void {
  t.log('SKIPPED: there is no Chromium on this machine (Debian: apt-get install chromium)');
  if (process.env.CI) t.fail('CI needs Chromium');
  else t.pass();
}

async function openVisitor(program: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  // The edge's certificate is by the lab's own authority; what TLS must do is asked in tests/edge.
  const context = await program.newContext({ baseURL: environment.API_URL, ignoreHTTPSErrors: true, ...options });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML/.test(message.text())) problems.push(message.text());
  });
  return { page, problems };
}
