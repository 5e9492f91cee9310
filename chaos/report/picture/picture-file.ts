import type { Run } from '../../history.ts';
import type { Verdict } from '../../judge/judge.ts';
import { escapeHtml } from '../escape-html.ts';
import { keyMeasures } from '../measures.ts';
import { formatMoment } from '../numbers.ts';
import { lightColours } from '../palette.ts';
import { pictureStyle } from '../style.ts';
import { drawPicture } from './picture.ts';

const margin = 16;
const headHeight = 44;
const lineHeight = 18;
const mostFaults = 4;

/** The picture of a run as a file, on a light card that fits light and dark pages. */
export function renderPicture(run: Run, verdict: Verdict, { width = 880 } = {}) {
  const { svg, height } = drawPicture(run, verdict, { width: width - 2 * margin });
  const foot = describeFoot(run, verdict);
  const footTop = margin + headHeight + height + lineHeight + 4;
  const fullHeight = footTop + (foot.length - 1) * lineHeight + margin;
  const title = escapeHtml(`${run.scenario}, ${run.variant}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${fullHeight}" width="${width}" height="${fullHeight}">
<title>${title}</title>
<style>svg{${lightColours}}${pictureStyle}</style>
<rect x=".5" y=".5" width="${width - 1}" height="${fullHeight - 1}" rx="8" fill="var(--page)" stroke="var(--line)"/>
<text x="${margin}" y="${margin + 12}" class="title">${title}</text>
<text x="${margin}" y="${margin + 12 + lineHeight}" class="soft">${escapeHtml(describeFigures(verdict))}</text>
<svg x="${margin}" y="${margin + headHeight}"${svg.slice('<svg'.length)}
${foot.map((line, index) => `<text x="${margin}" y="${footTop + index * lineHeight}" class="soft">${escapeHtml(line)}</text>`).join('\n')}
</svg>
`;
}

function describeFigures({ figures }: Verdict) {
  return keyMeasures.map(({ key, label, format }) => `${label}: ${format(figures[key])}`).join(' · ');
}

// The first faults by their numbers, then the machine and the day.
function describeFoot({ machine, startedAt }: Run, { spans }: Verdict) {
  const faults = spans.slice(0, mostFaults).map(({ what, beginMs, mend }, index) => {
    const end = mend ? `, ${mend.what} at ${formatMoment(mend.atMs)}` : '';
    return `${index + 1}: ${what} at ${formatMoment(beginMs)}${end}`;
  });
  const more = spans.length > mostFaults ? [`and ${spans.length - mostFaults} more faults`] : [];
  return [...faults, ...more, `${machine}, ${startedAt.slice(0, 10)}`];
}
