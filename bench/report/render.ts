import type { PageCost, PageResult } from '../parts/page.ts';
import type { Results } from './results.ts';
import { type CaseResult, compare, type Summary, summarize } from './summarize.ts';

/** One table of the report. */
export interface Section {
  title: string;
  head: string[];
  rows: string[][];
  /** What the figures mean, or say. */
  words: string;
}

const whole = (value: number) => Math.round(value).toLocaleString('en');
const ms = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0));
const times = (value: number) => value.toFixed(2);

/** Everything that was measured, as tables. */
export function renderSections({ routes, growth = [], logins, memory, encryption = [], page }: Results): Section[] {
  return [
    ...Object.entries(routes).flatMap(([data, measured]) => renderRoutes(data, measured)),
    ...renderGrowth(growth),
    ...renderEncryption(encryption),
    ...(page ? [renderPage(page)] : []),
    ...(logins ? [renderLogins(logins)] : []),
    ...(memory ? [renderMemory(memory)] : []),
  ];
}

function renderRoutes(data: string, measured: CaseResult[]): Section[] {
  const servers = Object.keys(measured[0]?.rounds[0] ?? {});
  const others = servers.filter((name) => name !== 'API');
  return others.map((other) => ({
    title: `Routes, ${data} data: API and ${other}`,
    head: ['ROUTE', 'API/s', `${other}/s`, 'RATIO', 'p50', 'p99', `p99 ${other}`, 'RATIO', 'CPU µs', `CPU ${other}`],
    rows: measured.map((result) => {
      const [mine, theirs] = [summarize(result, 'API'), summarize(result, other)];
      return [
        result.name,
        whole(mine.perSecond),
        whole(theirs.perSecond),
        times(compare(result, 'API', other, 'perSecond')),
        ms(mine.p50Ms),
        ms(mine.p99Ms),
        ms(theirs.p99Ms),
        times(compare(result, 'API', other, 'p99Ms')),
        whole(mine.cpuUs),
        whole(theirs.cpuUs),
      ];
    }),
    words: [
      'Requests a second, milliseconds, and processor time of the server’s process for each request.',
      ...servers.map((name) => describeFailures(name, measured)),
    ].join(' '),
  }));
}

function describeFailures(server: string, measured: CaseResult[]): string {
  const rounds = measured.flatMap((result) => result.rounds.flatMap((round) => round[server] ?? []));
  const sum = (name: 'failed' | 'requests') => rounds.reduce((total, round) => total + round[name], 0);
  return `Of ${whole(sum('requests'))} requests to ${server} ${whole(sum('failed'))} failed.`;
}

function renderGrowth(measured: CaseResult[]): Section[] {
  if (measured.length === 0) return [];
  return [
    {
      title: 'Growth',
      head: ['ROUTE', 'p50', 'p50, LARGE', 'RATIO'],
      rows: measured.map((result) => {
        const [few, many] = [summarize(result, 'small').p50Ms, summarize(result, 'large').p50Ms];
        const ratio = compare(result, 'large', 'small', 'p50Ms');
        return [result.name, ...[few, many].map((p50) => known(p50, ms)), known(ratio, times)];
      }),
      words:
        'The API on two connections, where no request waits for another, on the seeds and on the large data in turns.',
    },
  ];
}

function renderEncryption(measured: CaseResult[]): Section[] {
  if (measured.length === 0) return [];
  return [
    {
      title: 'Encryption',
      head: ['ROUTE', 'PLAIN/s', 'GROUP/s', 'RATIO', 'ALL/s', 'RATIO', 'p50', 'p50 GROUP', 'p50 ALL'],
      rows: measured.map((result) => {
        const [plain, group, all] = ['plain', 'group', 'all'].map((way) => summarize(result, way)) as [
          Summary,
          Summary,
          Summary,
        ];
        return [
          result.name,
          whole(plain.perSecond),
          whole(group.perSecond),
          times(compare(result, 'group', 'plain', 'perSecond')),
          whole(all.perSecond),
          times(compare(result, 'all', 'plain', 'perSecond')),
          ...[plain, group, all].map(({ p50Ms }) => ms(p50Ms)),
        ];
      }),
      words:
        'The members speak TLS with each other (group), and the API with them, too (all), in turns with plain text. A lab on one machine is “group”, one of machines is “all”.',
    },
  ];
}

function renderPage({ cases, costs }: PageResult): Section {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const cost = ({ pages, cpuShare, addedShare, memoryMb }: PageCost) =>
    `With ${pages === 0 ? 'no page' : `${pages} pages`} open it took ${percent(cpuShare)} of a core and ${Math.round(memoryMb)} MB; all of the lab took ${percent(addedShare)} of a core more than without it.`;
  return {
    title: 'The watcher and its page',
    head: ['ROUTE', 'WITHOUT/s', 'WATCHED/s', 'RATIO', 'TEN PAGES/s', 'RATIO', 'p99', 'p99 WATCHED'],
    rows: cases.map((result) => {
      const of = (way: string) => summarize(result, way);
      return [
        result.name,
        whole(of('without').perSecond),
        whole(of('watched').perSecond),
        times(compare(result, 'watched', 'without', 'perSecond')),
        whole(of('ten pages').perSecond),
        times(compare(result, 'ten pages', 'without', 'perSecond')),
        ms(of('without').p99Ms),
        ms(of('watched').p99Ms),
      ];
    }),
    words: `The lab’s own API without its watcher, with it, and with ten open pages, in turns. ${costs.map(cost).join(' ')}`,
  };
}

const known = (value: number, render: (value: number) => string) => (Number.isNaN(value) ? '' : render(value));

function renderLogins({ alone, beside, logins, loopLagP99Ms }: NonNullable<Results['logins']>): Section {
  return {
    title: 'Reads beside logins',
    head: ['READS A SECOND', 'LOGINS A SECOND', 'p50', 'p99', 'p99 OF LOGINS', 'LOOP LAG p99'],
    rows: [
      [whole(alone.perSecond), '0', ms(alone.p50Ms), ms(alone.p99Ms), '', ''],
      [
        whole(beside.perSecond),
        whole(logins.perSecond),
        ms(beside.p50Ms),
        ms(beside.p99Ms),
        ms(logins.p99Ms),
        ms(loopLagP99Ms),
      ],
    ],
    words: `The reads’ p99 is ${times(beside.p99Ms / alone.p99Ms)} times what it is without logins.`,
  };
}

const maxColumns = 12;

function renderMemory({ minutes, requests, failed, perSecond }: NonNullable<Results['memory']>): Section {
  const step = Math.ceil(minutes.length / maxColumns);
  const shown = minutes.flatMap((heldMb, index) => ((index + 1) % step === 0 ? [{ minute: index + 1, heldMb }] : []));
  return {
    title: 'Memory of the API’s process',
    head: ['AFTER', ...shown.map(({ minute }) => `${minute} min`)],
    rows: [['MB', ...shown.map(({ heldMb }) => whole(heldMb))]],
    words: `A mix with 8 % writes, ${perSecond} requests a second: of ${whole(requests)} requests ${whole(failed)} failed. At most ${whole(Math.max(...minutes))} MB.`,
  };
}
