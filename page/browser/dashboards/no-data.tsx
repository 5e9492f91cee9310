import type { PanelData } from './drawing.ts';
import { renderMoment } from './moments.ts';

/** Says that nothing was found, and where it was looked for. */
export const NoData = ({ range }: Pick<PanelData, 'range'>) => (
  <p class="soft">
    No data from {renderMoment(range.fromS, range)} to {renderMoment(range.toS, range)}.
  </p>
);
