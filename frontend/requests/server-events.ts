/** An event that a server sent, its data read as JSON. */
export interface ServerEvent {
  event: string;
  id: string | undefined;
  data: unknown;
  /** How long the server asks to wait before the next connection. */
  retryMs: number | undefined;
}

/** Reads server-sent events out of a text that comes in pieces. */
export function createEventParser(): (piece: string) => ServerEvent[] {
  let rest = '';
  return (piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => parseBlock(block) ?? []);
  };
}

function parseBlock(block: string): ServerEvent | undefined {
  const fields = new Map(block.split('\n').map((line) => splitField(line)));
  const [data, retry] = [fields.get('data'), fields.get('retry')];
  // A line that begins with a colon only keeps the connection.
  if (data === undefined) return undefined;
  return {
    event: fields.get('event') ?? 'message',
    id: fields.get('id'),
    data: JSON.parse(data),
    retryMs: retry === undefined ? undefined : Number(retry),
  };
}

function splitField(line: string): [string, string] {
  const end = line.indexOf(':');
  return end === -1 ? [line, ''] : [line.slice(0, end), line.slice(end + 1).replace(/^ /, '')];
}
