import type { Run } from '../../history.ts';
import type { Judgement } from '../../judge/judgement.ts';
import { lightColours } from '../palette.ts';
import { drawPicture } from './picture.ts';
import { pictureStyle } from './style.ts';

const margin = 16;

/** The picture of a run as a file of its own, on a light card that fits into light and dark pages. */
export function renderPicture(run: Run, judgement: Judgement, { width = 880 } = {}) {
  const picture = drawPicture(run, judgement, width - 2 * margin);
  const height = Number(/height="(\d+)"/.exec(picture)?.[1]) + 2 * margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>svg{${lightColours}}${pictureStyle}</style>
<rect width="${width}" height="${height}" rx="8" fill="var(--page)" stroke="var(--line)"/>
${picture.replace('<svg ', `<svg x="${margin}" y="${margin}" `)}
</svg>
`;
}
