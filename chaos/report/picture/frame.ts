/** The time axis of a picture. */
export interface Frame {
  width: number;
  left: number;
  right: number;
  seconds: number;
  /** Where a moment is, from left to right. */
  x(second: number): number;
}

/** A part of a picture, from its own top downwards. */
export interface Panel {
  svg: string;
  height: number;
}

/** Room for the labels on the left, the rest for time. */
export function createFrame(width: number, seconds: number): Frame {
  const left = 54;
  const right = width - 10;
  return { width, left, right, seconds, x: (second) => round(left + ((right - left) * second) / Math.max(seconds, 1)) };
}

/** Rounds to a tenth of a pixel. */
export function round(pixels: number) {
  return Math.round(pixels * 10) / 10;
}

/** The approximate width of a text at 12 pixels. */
export function measureText(text: string) {
  return [...text].reduce((width, character) => width + (/[A-Z]/.test(character) ? 9 : 7), 0);
}

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600];

/** The moments of the time axis, `most` at most. */
export function timeTicks(seconds: number, most: number): number[] {
  const step = steps.find((each) => seconds / each <= most) ?? Math.ceil(seconds / most / 3_600) * 3_600;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step);
}

/** A moment in the unit that fits the whole axis. */
export function formatTick(second: number, seconds: number) {
  return seconds > 300 ? `${Number((second / 60).toFixed(1))} min` : `${second} s`;
}

/** The next round number that is not smaller. */
export function roundUp(value: number) {
  const unit = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return (
    [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10].map((factor) => factor * unit).find((round) => round >= value) ?? value
  );
}

/** A horizontal line, with its value on the left. */
export function drawGridLine({ left, right }: Frame, { y, label }: { y: number; label: string }) {
  return `<path d="M${left} ${y}H${right}" class="grid"/><text x="${left - 6}" y="${y + 4}" class="soft end">${label}</text>`;
}
