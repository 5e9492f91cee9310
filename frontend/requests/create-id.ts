/** A random id. crypto.randomUUID is missing where a page comes over plain HTTP from another machine. */
export function createId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
