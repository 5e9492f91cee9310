import type { Lab } from '../../scripts/lab/open-lab.ts';
import { recordDir } from '../../scripts/record/segments.ts';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import { checkWords, runLab, spawnLab } from './actions.ts';
import { serveAlerts } from './alerts.ts';
import { serveDashboards } from './dashboards.ts';
import { describeLab } from './describe-lab.ts';
import { documents } from './documents.ts';
import { History } from './history.ts';
import { createLoadControl } from './load-control.ts';
import { serveLogs } from './logs.ts';
import { buildDashboardsPage, buildLogsPage, buildPage, type PageFile } from './page-file.ts';
import { readJsonBody, servePage } from './serve.ts';

const maxAgeMs = 3_600_000;

interface ServeOptions {
  page: Endpoint;
  listener?: Endpoint;
  signal: AbortSignal;
}

/** Serves the page of a lab until the signal. */
export function serveLab(lab: Lab, { page: { port }, listener, signal }: ServeOptions) {
  const { config, target, secrets } = lab;
  const dir = recordDir(config.stateDir);
  const history = new History({ dir, maxAgeMs, signal });
  const reach = { hosts: target.hosts.map(({ name }) => name), hasFaults: target.faults !== undefined };
  const [dashboards, logs] = [serveDashboards(lab), serveLogs(lab)];
  const load = createLoadControl({ dir, start: (words) => spawnLab(words, { LAB_DIR: config.stateDir }) });
  const server = servePage({
    gate: { port, key: secrets.page as string, isForwarded: listener !== undefined },
    listener,
    history,
    describe: (permission) => describeLab(lab, permission),
    pages: {
      '/': createPage(buildPage),
      ...(dashboards && { '/dashboards': createPage(buildDashboardsPage) }),
      ...(logs && { '/logs': createPage(buildLogsPage) }),
    },
    routes: {
      ...documents,
      ...serveAlerts(lab),
      ...dashboards,
      ...logs,
      'POST /load': async (request) => {
        const { ratePerSecond } = ((await readJsonBody(request)) ?? {}) as { ratePerSecond?: unknown };
        return load.set(ratePerSecond);
      },
      'POST /commands': async (request) => {
        const { words } = ((await readJsonBody(request)) ?? {}) as { words?: unknown };
        const checked = checkWords(words, reach);
        if (!checked) return { done: false, text: 'The page has no such command.' };
        return await runLab(checked, { LAB_DIR: config.stateDir });
      },
    },
  });
  // Without its port the watcher still records.
  server.on('error', (error) => console.log(`${new Date().toISOString()} The page cannot be served: ${error.message}`));
  signal.addEventListener('abort', () => {
    load.end();
    server.close();
    server.closeAllConnections();
  });
}

// Compiled when a browser asks for it first: most starts of a lab are looked at by no browser.
function createPage(build: () => Promise<PageFile>) {
  let page: Promise<PageFile> | undefined;
  return async () => {
    page ??= build();
    page.catch(() => {
      page = undefined;
    });
    return await page;
  };
}
