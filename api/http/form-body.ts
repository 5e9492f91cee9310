/** A tree as PHP builds one from a form: `user[email]=…`, `article[tagList][]=…`. */
type Tree = { [key: string]: string | Tree };

/** As many fields as PHP takes (`max_input_vars`), and deeper than any form of ours. */
const maximumFields = 1000;
const maximumDepth = 8;

/** Reads a form as PHP does; throws where it is no text in UTF-8, or beyond what a form of this API holds. */
export function parseForm(text: string): unknown {
  const pairs = text.split('&').filter((pair) => pair !== '' && !pair.startsWith('='));
  return toFields(
    pairs.map((pair): [string, string] => {
      const end = pair.includes('=') ? pair.indexOf('=') : pair.length;
      return [decode(pair.slice(0, end)), decode(pair.slice(end + 1))];
    }),
  );
}

/** Reads a form of several parts, which Postman sends where nothing else is chosen; throws where one of them is a file. */
export async function parseMultipart(bytes: Buffer, contentType: string): Promise<unknown> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'Content-Type': contentType } }).formData();
  return toFields(
    [...form].map(([name, value]): [string, string] => {
      if (typeof value !== 'string') throw new TypeError(`The field ${name} is a file.`);
      return [name, value];
    }),
  );
}

function toFields(pairs: [name: string, value: string][]): unknown {
  if (pairs.length > maximumFields) throw new RangeError(`A form of ${pairs.length} fields is too long.`);
  const tree: Tree = Object.create(null);
  for (const [name, value] of pairs) assign(tree, parseName(name), value);
  return toValue(tree);
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/** `article[tagList][]` is `article`, `tagList` and the next free number, which is written as nothing. */
function parseName(name: string): string[] {
  const [, root = name, brackets = ''] = /^([^[]+)((?:\[[^[\]]*\])*)/.exec(name) ?? [];
  const path = [root, ...[...brackets.matchAll(/\[([^[\]]*)\]/g)].map(([, key = '']) => key)];
  if (path.length > maximumDepth) throw new RangeError('A form is nested too deep.');
  return path;
}

function assign(tree: Tree, [key = '', ...rest]: string[], value: string): void {
  const place = key === '' ? String(Object.keys(tree).length) : key;
  if (rest.length === 0) {
    tree[place] = value;
    return;
  }
  const below = tree[place];
  const branch: Tree = typeof below === 'object' ? below : Object.create(null);
  tree[place] = branch;
  assign(branch, rest, value);
}

/** Keys that count up from 0 are a list. */
function toValue(tree: Tree): unknown {
  const entries = Object.entries(tree).map(([key, value]): [string, unknown] => [
    key,
    typeof value === 'string' ? value : toValue(value),
  ]);
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
