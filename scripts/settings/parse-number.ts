import { UserError } from '../messages/user-error.ts';

/** Reads a whole number that a person gave to an option; says which ones it takes. */
export function parseWholeNumber(option: string, text: string, { least, most }: { least: number; most?: number }) {
  const number = Number(text);
  const isWhole = /^\d+$/.test(text) && Number.isSafeInteger(number);
  if (isWhole && number >= least && number <= (most ?? Number.MAX_SAFE_INTEGER)) return number;
  const range = most === undefined ? `${least} or more` : `${least} to ${most}`;
  throw new UserError(`${option} takes a whole number, ${range}, not "${text}"`);
}
