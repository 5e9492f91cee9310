import { escapeHtml } from '../escape-html.ts';
import { type Frame, measureText, type Panel, round } from './frame.ts';

interface LegendItem {
  text: string;
  /** The class with its colour. */
  mark: string;
}

interface Heading {
  title: string;
  legend: LegendItem[];
}

const lineHeight = 18;

/** A panel's title and legend, on as many lines as needed. */
export function drawHeading(frame: Frame, { title, legend }: Heading): Panel {
  let x = title ? measureText(title) * 1.1 + 14 : 0;
  let y = 12;
  const items = legend.map(({ text, mark }) => {
    const width = 16 + measureText(text) + 10;
    if (x + width > frame.width && x > 0) {
      x = 0;
      y += lineHeight;
    }
    const item = `<rect x="${round(x)}" y="${y - 9}" width="11" height="10" rx="2" class="${mark}"/><text x="${round(x + 16)}" y="${y}" class="soft">${escapeHtml(text)}</text>`;
    x += width;
    return item;
  });
  return { svg: `<text y="12" class="title">${escapeHtml(title)}</text>${items.join('')}`, height: y + 16 };
}
