import { join } from 'node:path';
import test from 'ava';
import { projectDir } from '../../../scripts/settings/config.ts';
import { Browser } from '../../browser/support/browser.ts';
import { findChromium } from '../../browser/support/chromium.ts';
import { requireUnharmed, underLoad } from '../support/load.ts';
import { readPageLink, vagrant, waitForRouting } from '../support/vagrant-lab.ts';

// What only machines have: the page's buttons for the network and the power, pressed in a browser.

const returnMs = 150_000;
const whole = 'members are ONLINE; the lab can lose one more host';

test.serial("the page's buttons cut a machine off, slow it down, mend it and take its power", async (t) => {
  const chromium = await findChromium();
  if (chromium === undefined) {
    t.log('SKIPPED: there is no Chromium on this machine (Debian: apt-get install chromium)');
    return t.pass();
  }
  const page = await Browser.open(chromium);
  const report = await underLoad(() => pressAll(page)).finally(() => page.close());
  await requireUnharmed(t, report);
});

async function pressAll(page: Browser) {
  await page.look({ width: 1_600, height: 1_500, scheme: 'light' });
  await page.goTo(await readPageLink());
  await page.waitUntil(headline(whole));

  await press(page, 'Cut off mysql-3');
  await page.waitUntil(headline('mysql-3'));
  await page.waitUntil(button('Heal the network of mysql-3'));
  await waitForRouting('mysql-3', { routed: false, timeoutMs: 20_000 });
  await keepPicture(page, 'cut-off');
  await press(page, 'Heal the network of mysql-3');
  await page.waitUntil(headline(whole), returnMs);

  await press(page, 'Slow down mysql-2');
  await page.waitUntil(button('Heal the network of mysql-2'));
  await keepPicture(page, 'slow');
  await press(page, 'Heal the network of mysql-2');
  await page.waitUntil(button('Slow down mysql-2'));

  await press(page, 'Power off mysql-1');
  await page.waitUntil(`${card('mysql-1')}.innerText.includes('cannot be reached')`);
  await keepPicture(page, 'power-off');
  await vagrant('up', 'mysql-1');
  await page.waitUntil(headline(whole), returnMs);
}

const headline = (text: string) => `document.querySelector('h1').innerText.includes('${text}')`;
const button = (label: string) => `document.querySelector('button[aria-label="${label}"]')`;
const card = (host: string) => `document.querySelector('[data-host="${host}"]')`;

async function press(page: Browser, label: string) {
  await page.waitUntil(button(label));
  await page.read(`${button(label)}.click()`);
}

async function keepPicture(page: Browser, name: string) {
  await page.takeScreenshot(join(projectDir, `results/screenshots/machines-${name}.png`));
}
