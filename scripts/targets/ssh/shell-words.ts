/** A command as one line for a shell at the other end: every word arrives as it is. */
export function quoteCommand(words: string[]) {
  return words.map(quoteWord).join(' ');
}

function quoteWord(word: string) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
