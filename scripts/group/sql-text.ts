/** A string literal of MySQL. */
export function escapeText(text: string) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
