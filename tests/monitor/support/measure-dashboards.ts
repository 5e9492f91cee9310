import type { Dashboard } from '../../../roles/prometheus/dashboard-schema.ts';
import type { Lab } from '../../../scripts/lab/open-lab.ts';
import { waitFor } from '../../../scripts/waiting/wait.ts';
import { Browser } from '../../browser/support/browser.ts';

/** What a dashboard looks like on a phone. */
export interface Measured {
  title: string;
  width: number;
  panels: number;
  /** What a panel says instead of its picture. */
  problems: string[];
  /** Controls that a screen reader could not name. */
  nameless: string[];
}

/** Opens dashboards of the lab's page in a real browser, 360 pixels wide and high enough for all panels. */
export async function measureDashboards(chromium: string, { target, secrets }: Lab, dashboards: Dashboard[]) {
  const browser = await Browser.open(chromium);
  try {
    await browser.look({ width: 360, height: 5_000, scheme: 'light' });
    await openFromLab(browser, { page: `http://127.0.0.1:${target.watcher?.page.port}`, key: secrets.page as string });
    const measured: Measured[] = [];
    for (const { uid, title, panels } of dashboards) {
      await browser.read(`location.hash = '#${uid}?refresh='`);
      await browser.waitUntil(`document.querySelector('h1').textContent === ${JSON.stringify(title)}`);
      await browser.waitUntil(`(${countDrawn})() === ${panels.length}`);
      measured.push({ title, ...(await browser.read<Omit<Measured, 'title'>>(`(${measure})()`)) });
    }
    await browser.read("document.querySelector('.panel .plot').focus()");
    await browser.press('ArrowLeft');
    await browser.waitUntil(
      "/^at \\d/.test(document.querySelector('.of-timeseries .legend li:last-child').textContent)",
    );
    return measured;
  } finally {
    await browser.close();
  }
}

// The watcher notices within seconds that the lab has more hosts, and serves a page about them.
async function openFromLab(browser: Browser, { page, key }: { page: string; key: string }) {
  const link = `document.querySelector('.headline a[href="/dashboards"]')`;
  const hasLink = async () => {
    await browser.goTo(`${page}/?key=${key}`);
    await browser.waitUntil(link, 10_000);
    return true;
  };
  await waitFor(() => hasLink().catch(() => false), { what: 'a link to the dashboards', timeoutMs: 60_000 });
  await browser.read(`${link}.click()`);
  await browser.waitUntil("document.querySelector('main.dashboards')");
}

// These run in the page. A panel is drawn as soon as it no longer says that it waits.
const countDrawn = `function countDrawn() {
  return [...document.querySelectorAll('.panel')].filter((one) => !one.textContent.includes('Prometheus is asked')).length;
}`;

const measure = `function measure() {
  const says = (element) => element.closest('.panel').ariaLabel + ': ' + element.textContent;
  const isNameless = (one) => !(one.ariaLabel || one.textContent.trim() || one.closest('label')?.textContent.trim());
  return {
    width: document.documentElement.scrollWidth,
    panels: document.querySelectorAll('.panel').length,
    problems: [...document.querySelectorAll('.panel > p')]
      .filter((one) => one.textContent.startsWith('No data') || one.matches('.bad:not(.value)'))
      .map(says),
    nameless: [...document.querySelectorAll('button, a, select, input, section, summary, [tabindex]')]
      .filter(isNameless)
      .map((one) => one.outerHTML.slice(0, 80)),
  };
}`;
