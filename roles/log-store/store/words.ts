// A block of lines has about 10,000 different words: then one word in 200 seems to be there and is not.
const bits = 131_072;
const probes = 4;

/** Bytes of a filter. */
export const filterBytes = bits / 8;

/** Which words a block of lines has: it may say of a word that it is there though it is not, and never the contrary. */
export type WordFilter = Uint8Array;

/** Adds each word of a text. */
export function addWords(filter: WordFilter, text: string) {
  for (const hash of hashWords(text)) {
    for (let probe = 0; probe < probes; probe += 1) {
      const bit = placeOf(hash, probe);
      filter[bit >> 3] = (filter[bit >> 3] as number) | (1 << (bit & 7));
    }
  }
}

/** Whether the words of these hashes may all be there. */
export function mayHave(filter: WordFilter, hashes: number[]) {
  return hashes.every((hash) => {
    for (let probe = 0; probe < probes; probe += 1) {
      const bit = placeOf(hash, probe);
      if (!((filter[bit >> 3] as number) & (1 << (bit & 7)))) return false;
    }
    return true;
  });
}

/**
 * Each word of a text as a number: a run of letters from a to z and digits, whatever its capitals. Other letters stand
 * between words here, as quotation marks do: whether a line has them is seen when it is read.
 */
export function hashWords(text: string): number[] {
  const hashes: number[] = [];
  let hash = start;
  for (let index = 0; index < text.length; index += 1) {
    const code = foldCode(text.charCodeAt(index));
    if (code > 0) hash = Math.imul(hash ^ code, 16_777_619);
    else if (hash !== start) {
      hashes.push(hash);
      hash = start;
    }
  }
  if (hash !== start) hashes.push(hash);
  return hashes;
}

// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
const start = 0x811c9dc5 | 0;

// 0 for what stands between words.
function foldCode(code: number) {
  if (code >= 97 ? code <= 122 : code >= 48 && code <= 57) return code;
  return code >= 65 && code <= 90 ? code + 32 : 0;
}

function placeOf(hash: number, probe: number) {
  const second = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) | 1;
  return ((hash + Math.imul(probe, second)) >>> 0) % bits;
}
