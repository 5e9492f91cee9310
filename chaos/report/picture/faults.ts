import type { FaultSpan } from '../../judge/fault-spans.ts';
import type { Frame } from './frame.ts';

const markerSpace = 19;
/** The height of the line with the numbers of the faults. */
export const markersHeight = 24;

/** Every fault as a band from top to bottom, from what began it to what mended it. */
export function drawFaultBands(frame: Frame, spans: FaultSpan[], { height }: { height: number }) {
  const bands = spans.map(({ beginMs, mend }) => {
    const from = frame.x(beginMs / 1_000);
    const to = frame.x((mend?.atMs ?? frame.seconds * 1_000) / 1_000);
    const edge = hasMarkers(frame, spans) ? `<path d="M${from} ${markersHeight - 4}V${height}" class="edge"/>` : '';
    return { band: `M${from} ${markersHeight - 4}H${Math.max(to, from + 1)}V${height}H${from}Z`, edge };
  });
  // One path: bands that overlap are not darker.
  return `<path d="${bands.map(({ band }) => band).join('')}" class="band"/>${bands.map(({ edge }) => edge).join('')}`;
}

/** The number of each fault above its beginning, side by side where they are close; none where they do not fit. */
export function drawFaultMarkers(frame: Frame, spans: FaultSpan[]) {
  if (!hasMarkers(frame, spans)) return '';
  let next = 0;
  return spans
    .map(({ beginMs }, index) => {
      const x = Math.max(frame.x(beginMs / 1_000), next);
      next = x + markerSpace;
      return `<circle cx="${x}" cy="10" r="8.5" class="marker"/><text x="${x}" y="14" class="number middle">${index + 1}</text>`;
    })
    .join('');
}

function hasMarkers({ left, right }: Frame, { length }: FaultSpan[]) {
  return length * markerSpace <= right - left;
}
