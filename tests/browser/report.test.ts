import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { judge } from '../../chaos/judge/judge.ts';
import { renderMatrix } from '../../chaos/report/matrix.ts';
import { toMatrixRow } from '../../chaos/report/matrix-lines.ts';
import { renderPicture } from '../../chaos/report/picture/picture-file.ts';
import { renderReport } from '../../chaos/report/report.ts';
import { readRecordedLab } from '../../page/server/recorded-lab.ts';
import { projectDir } from '../../scripts/settings/config.ts';
import { simulateKill } from '../unit/chaos/support/simulated-kill.ts';
import { findChromium, takeScreenshot, type View } from './support/chromium.ts';
import { measurePage } from './support/measure-page.ts';
import { measurePng } from './support/png.ts';
import { writeSimulatedRecord } from './support/simulated-record.ts';

const hardened = simulateKill('hardened');
const naive = simulateKill('naive');
const rows = [hardened, naive].map((run) => toMatrixRow(run, judge(run)));

const recordFolder = await writeSimulatedRecord(0);
const record = readRecordedLab(recordFolder);
await rm(dirname(recordFolder), { recursive: true });

const pages = {
  hardened: await renderReport(hardened, judge(hardened), record),
  naive: await renderReport(naive, judge(naive), record),
  matrix: renderMatrix(rows).html,
  picture: `<!doctype html><body style="margin:0">${renderPicture(naive, judge(naive))}</body>`,
};

const phone: View = { width: 360, height: 3_000, scheme: 'dark' };
const tablet: View = { width: 700, height: 3_000, scheme: 'light' };
const desktop: View = { width: 1280, height: 2_200, scheme: 'light' };
const backgrounds = { light: 'rgb(255, 255, 255)', dark: 'rgb(20, 23, 26)' };

const chromium = await findChromium();

/** Chromium's path. Without it the test passes with a remark, but fails in CI. */
function needsChromium(t: ExecutionContext): string | undefined {
  if (!chromium) t.log('SKIPPED: there is no Chromium on this machine (Debian: apt-get install chromium)');
  if (!chromium && process.env.CI) t.fail('CI needs Chromium');
  if (!chromium) t.pass();
  return chromium;
}

const fits = test.macro<[keyof typeof pages, View]>(async (t, page, view) => {
  const program = needsChromium(t);
  if (!program) return;
  const measured = await measurePage(program, pages[page], view);
  t.like(measured, { width: view.width, scrollWidth: view.width, background: backgrounds[view.scheme] });
  t.deepEqual(measured.outside, []);
  t.deepEqual(measured.overlapping, []);
  t.deepEqual(measured.requests, []);
  t.is(measured.pictures, page === 'matrix' ? 0 : 1);
});

test('a report fits on a phone in the dark', fits, 'naive', phone);
test('a report fits on a phone in the light', fits, 'hardened', { ...phone, scheme: 'light' });
test('a report fits on a tablet', fits, 'naive', tablet);
test('a report fits on a desk in the light', fits, 'hardened', desktop);
test('a report fits on a desk in the dark', fits, 'naive', { ...desktop, scheme: 'dark' });
test('the matrix fits on a phone', fits, 'matrix', phone);
test('the matrix fits on a tablet', fits, 'matrix', tablet);
test('the matrix fits on a desk', fits, 'matrix', desktop);

test('the picture for README has all its texts inside and apart', async (t) => {
  const program = needsChromium(t);
  if (!program) return;
  const { outside, overlapping } = await measurePage(program, pages.picture, desktop);
  t.deepEqual({ outside, overlapping }, { outside: [], overlapping: [] });
});

const isDrawn = test.macro<[keyof typeof pages, View]>(async (t, page, view) => {
  const program = needsChromium(t);
  if (!program) return;
  const folder = join(projectDir, 'results/screenshots');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${page}-${view.width}-${view.scheme}.png`);
  await takeScreenshot(program, pages[page], { ...view, path });
  const { width, height, bytes } = await measurePng(path);
  t.deepEqual([width, height], [view.width, view.height]);
  // An empty page of this size has a few thousand bytes.
  t.true(bytes > 40_000, `${path} has ${bytes} bytes`);
});

test('a screenshot shows a report on a phone', isDrawn, 'naive', phone);
test('a screenshot shows a report on a desk', isDrawn, 'hardened', desktop);
