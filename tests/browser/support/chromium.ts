import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

// The first is the same without windows, and takes half of the processor time.
const programs = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
];

const schemes = { dark: 0, light: 1 };

/** The size of the window and the colour scheme. */
export interface View {
  width: number;
  height: number;
  scheme: keyof typeof schemes;
}

/** The first Chromium of this machine; undefined if there is none. */
export async function findChromium(): Promise<string | undefined> {
  for (const program of programs) {
    const { failed } = await execa(program, ['--version'], { reject: false });
    if (!failed) return program;
  }
}

/** The page's document after all scripts. */
export async function readDom(chromium: string, html: string, view: View): Promise<string> {
  return await visit({ chromium, html, view, action: '--dump-dom' });
}

/** A picture of the page, in a PNG file. */
export async function takeScreenshot(chromium: string, html: string, { path, ...view }: View & { path: string }) {
  await visit({ chromium, html, view, action: `--screenshot=${path}` });
}

interface Visit {
  chromium: string;
  html: string;
  view: View;
  action: string;
}

async function visit({ chromium, html, view: { width, height, scheme }, action }: Visit) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-browser-'));
  const page = join(folder, 'page.html');
  await writeFile(page, html);
  const look = [`--window-size=${width},${height}`, `--blink-settings=preferredColorScheme=${schemes[scheme]}`];
  try {
    const profile = `--user-data-dir=${join(folder, 'profile')}`;
    const { stdout } = await execa(chromium, [...flags, profile, ...look, action, `file://${page}`], {
      timeout: 60_000,
    });
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
