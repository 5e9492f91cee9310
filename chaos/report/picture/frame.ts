/** The common time axis of everything in a picture. */
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

/** A tenth of a pixel is as fine as anybody sees. */
export function round(pixels: number) {
  return Math.round(pixels * 10) / 10;
}

/** About as wide as this text is at 12 pixels. */
export function measureText(text: string) {
  return [...text].reduce((width, character) => width + (/[A-Z]/.test(character) ? 9 : 7), 0);
}
