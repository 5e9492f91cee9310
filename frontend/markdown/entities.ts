/** The names that people write; the parser leaves them as they are, and a text node shows what it is given. */
const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  laquo: '«',
  raquo: '»',
  times: '×',
  deg: '°',
  euro: '€',
  larr: '←',
  rarr: '→',
};

/** Replaces character references by the characters that they stand for. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return (Object.hasOwn(named, name) && named[name]) || whole;
    return characterOf(decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal));
  });

const characterOf = (code: number) => (code === 0 || code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code));
