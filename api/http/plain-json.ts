/** No input of a route has as many parts, or is nested as deep. */
const mostParts = 5_000;
const mostDepth = 16;

const [quote, backslash, comma, openArray, closeArray, openObject, closeObject] = Buffer.from('"\\,[]{}');

/** Whether JSON is no more than input can be: brackets by the thousand take a processor a hundred times as long as text. */
export function isPlainJson(bytes: Buffer): boolean {
  let depth = 0;
  let parts = 0;
  let isText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) isText = !isText;
    else if (isText) at += byte === backslash ? 1 : 0;
    else if (byte === openArray || byte === openObject) depth += 1;
    else if (byte === closeArray || byte === closeObject) depth -= 1;
    else if (byte === comma) parts += 1;
    if (depth > mostDepth || parts > mostParts) return false;
  }
  return true;
}
