import { readDom, type View } from './chromium.ts';

/** What a page measures of itself. */
export interface Measured {
  width: number;
  scrollWidth: number;
  background: string;
  /** Texts that reach beyond the window or their picture. */
  outside: string[];
  /** Pairs of texts in pictures that overlap. */
  overlapping: string[];
  pictures: number;
  /** Everything that the page requested beside itself. */
  requests: string[];
}

/** Lets the page measure itself in a real browser. */
export async function measurePage(chromium: string, html: string, view: View): Promise<Measured> {
  // A report allows no script but its own.
  const page = html
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace('</body>', `<script>(${measureReport})()</script></body>`);
  const dom = await readDom(chromium, putIntoFrame(page, view), view);
  const found = /<pre id="measured">(.*?)<\/pre>/s.exec(dom)?.[1];
  if (!found) throw new Error(`The page did not measure itself:\n${dom.slice(0, 500)}`);
  return JSON.parse(found.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}

// Headless Chromium has no window narrower than 500 pixels; a frame can be.
function putIntoFrame(page: string, { width, height }: View) {
  const source = page.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const frame = `<iframe width="${width}" height="${height}" style="border:0" srcdoc="${source}"></iframe>`;
  return `<!doctype html><html style="color-scheme:light dark"><meta charset="utf-8"><body style="margin:0">${frame}</body></html>`;
}

// Runs in the page.
const measureReport = `function measure() {
  const visible = (element) => element.getClientRects().length > 0;
  const box = (element) => element.getBoundingClientRect();
  const report = document.querySelector('#report')?.shadowRoot;
  const find = (selector) => [...document.querySelectorAll(selector), ...(report?.querySelectorAll(selector) ?? [])];
  const texts = find('svg text').filter(visible);
  const others = find('*:not(svg *):not(script)').filter(visible);
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  const isOutside = (element) => {
    const frame = element.ownerSVGElement ? box(element.ownerSVGElement) : { left: 0, right: innerWidth };
    return box(element).left < frame.left - 1 || box(element).right > frame.right + 1;
  };
  const pairs = texts.flatMap((a, index) => texts.slice(index + 1).map((b) => [a, b]));
  const root = document.documentElement;
  const measured = {
    width: innerWidth,
    scrollWidth: root.scrollWidth,
    background: getComputedStyle(report?.querySelector('main') ?? document.body).backgroundColor,
    outside: [...texts, ...others].filter(isOutside).map((element) => element.textContent.slice(0, 40)),
    overlapping: pairs.filter(([a, b]) => meet(box(a), box(b))).map(([a, b]) => a.textContent + ' / ' + b.textContent),
    pictures: find('svg').filter(visible).length,
    requests: performance.getEntriesByType('resource').map(({ name }) => name),
  };
  const output = parent.document.createElement('pre');
  output.id = 'measured';
  output.textContent = JSON.stringify(measured);
  parent.document.body.append(output);
}`;

/** Runs in the lab's page: what reaches beyond the window, and texts whose box is too small for them. */
export const measureLabPage = `function measure() {
  const visible = (element) => element.getClientRects().length > 0;
  const all = [...document.querySelectorAll('main *:not(svg *)')].filter(visible);
  const box = (element) => element.getBoundingClientRect();
  const scrolls = (element) => element.closest('.logs') !== null;
  const isCut = (element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible';
  const say = (element) => element.className + ': ' + element.textContent.slice(0, 40);
  return {
    scrollWidth: document.documentElement.scrollWidth,
    outside: all.filter((element) => box(element).left < -1 || box(element).right > innerWidth + 1).map(say),
    cut: all.filter((element) => !scrolls(element) && element.textContent && isCut(element)).map(say),
  };
}`;
