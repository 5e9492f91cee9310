import test from 'ava';
import { judge } from '../../../../chaos/judge/judge.ts';
import { renderPicture } from '../../../../chaos/report/picture/picture-file.ts';
import { renderReport } from '../../../../chaos/report/report.ts';
import type { RecordedLab } from '../../../../page/server/recorded-lab.ts';
import type { Entry } from '../../../../scripts/explain/moment.ts';
import { makeRun, request } from '../support/histories.ts';
import { simulateKill } from '../support/simulated-kill.ts';

const kill = simulateKill('naive');
const record: RecordedLab = {
  lab: { name: 'a run', target: 'local', hosts: [], mayCommand: false, hasFaults: false, links: [], isReplay: true },
  entries: [],
};
const rendered = renderReport(kill, judge(kill), record);
// What a browser runs of it is the page's own script.
const withoutScripts = (html: string) => html.replaceAll(/<script type="module">.*?<\/script>/gs, '<script/>');

test('a report asks for nothing and runs nothing but the page and its record', async (t) => {
  const report = await rendered;
  const html = withoutScripts(report)
    .replaceAll('http://www.w3.org/2000/svg', '')
    .replace('<link rel="icon" href="data:,">', '');
  t.notRegex(html, /<link|https?:|src="|url\(|@import/);
  t.is(html.split('<script').length, 3);
  t.regex(
    report,
    /Content-Security-Policy" content="default-src 'none'; img-src data:; script-src 'sha256-[^']+' 'sha256-[^']+';/,
  );
});

test('a report tells the verdict, what failed, and how to have the run again', async (t) => {
  const report = await rendered;
  t.true(report.includes('Not valid'));
  t.regex(report, /no request fails<ul class="details"><li>/);
  t.true(report.includes('./lab chaos kill --rate 100 --naive'));
  t.true(report.includes('2 × AMD EPYC 7B13'));
});

test('what a run says cannot become a part of the page', async (t) => {
  const report = await rendered;
  const evil = '"><script>alert(1)</script>&';
  const requests = [request({ atMs: 0, outcome: 'fail', status: evil })];
  const faults = [{ atMs: 0, what: evil, host: evil, edge: 'begin' as const }];
  const samples = [{ atMs: 0, members: { [evil]: { state: evil, routed: true } } }];
  const said = {
    scenario: evil,
    variant: evil,
    machine: evil,
    versions: { [evil]: evil },
    command: evil,
    startedAt: evil,
  };
  const run = makeRun({ ...said, requests, faults, samples });
  const entries = [{ type: 'action', atMs: 0, by: evil, action: evil, host: evil, edge: 'begin' }] as Entry[];
  const html = await renderReport(run, judge(run), { lab: { ...record.lab, name: evil }, entries });
  t.is(html.split('<script').length, report.split('<script').length);
  t.false(html.includes(evil));
  t.false(renderPicture(run, judge(run)).includes('<script'));
});

test('what failed in an outage that was expected is not shown as wrong', async (t) => {
  const requests = [request({ atMs: 0, outcome: 'fail' })];
  const isMarked = async (outageExpected: boolean) => {
    const run = makeRun({ requests, outageExpected });
    return (await renderReport(run, judge(run), record)).includes('<div class="bad"><dt>failed requests');
  };
  t.true(await isMarked(false));
  t.false(await isMarked(true));
});

test('a run in which nothing happened can be shown, too', async (t) => {
  const run = makeRun({ seconds: 0 });
  t.notRegex(withoutScripts(await renderReport(run, judge(run), record)), /NaN|Infinity|undefined/);
  t.notRegex(renderPicture(run, judge(run)), /NaN|Infinity|undefined/);
});
