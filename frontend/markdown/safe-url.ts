const schemes = new Set(['http:', 'https:', 'mailto:']);

/** An address that only leads somewhere; undefined for one that could run a script, or that is none. */
export function safeUrl(address: string): string | undefined {
  const trimmed = address.trim();
  if (trimmed === '') return undefined;
  try {
    return schemes.has(new URL(trimmed, 'http://here').protocol) ? trimmed : undefined;
  } catch {
    return undefined;
  }
}
