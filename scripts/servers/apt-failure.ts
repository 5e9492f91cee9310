export interface FailureWords {
  why: string;
  next?: string;
}

const words: [RegExp, FailureWords][] = [
  [/No space left on device|don't have enough free space/i, { why: 'the disk is full', next: 'df -h' }],
  [
    /Temporary failure resolving|Could not resolve/i,
    { why: "the mirror's name cannot be resolved; is this machine connected to the network?" },
  ],
  [
    /\b407\b|Proxy Authentication/i,
    { why: 'the proxy refused; see the proxy in the settings of apt', next: 'apt-config dump | grep -i proxy' },
  ],
  [
    /Could not connect|Cannot initiate the connection|Connection (?:refused|timed out|failed)|Network is unreachable|Unable to connect|Could not handshake|Certificate verification failed/i,
    { why: 'the mirror cannot be reached; is this machine connected to the network?' },
  ],
  [
    /NO_PUBKEY|is not signed|signatures? (?:couldn't|were invalid|was invalid)|At least one invalid signature/i,
    { why: "the mirror's signature cannot be verified with the keys of this machine, which may be too old for it" },
  ],
  [
    /Hash Sum mismatch|unexpected size|Mirror sync in progress/i,
    { why: 'the mirror is being updated; try again in a few minutes' },
  ],
  [/Release file for \S+ is expired/i, { why: "the mirror's list of packages is too old to be trusted" }],
  [/does not have a Release file|\b404\b/i, { why: 'the mirror does not carry that suite' }],
  [/Permission denied/i, { why: 'a file or folder cannot be written' }],
  [
    /Unable to locate package|no installation candidate|unmet dependencies/i,
    { why: 'the mirror does not have the packages complete' },
  ],
];

/** Why apt failed, in words, and what to type next where that helps; judged by what it printed. */
export function explainAptFailure(output: string): FailureWords {
  const problems = pickProblems(output).join('\n');
  return words.find(([pattern]) => pattern.test(problems))?.[1] ?? { why: 'apt-get failed' };
}

/** Whether an `apt-get update` that ended well has in truth left something out, as older versions of apt do. */
export function hasFetchProblem(output: string): boolean {
  return /^(?:Err:|E: |W: Failed to fetch)/m.test(output);
}

/** The last lines in which apt complains, or its last lines where it does not. */
export function pickProblems(output: string): string[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !isStatus(line));
  const complaints = lines.filter((line, index) => isComplaint(line) || explainsFailedFetch(line, lines[index - 1]));
  return (complaints.length > 0 ? complaints : lines).slice(-6);
}

function isComplaint(line: string): boolean {
  return /^(?:E:|W:|Err:|dpkg-deb:|tar:)/.test(line);
}

function explainsFailedFetch(line: string, previous: string | undefined): boolean {
  return line.startsWith('  ') && previous?.startsWith('Err:') === true;
}

/** The percentage in one of the status lines that apt prints while it downloads, or undefined in any other line. */
export function parseDownloadPercent(line: string): number | undefined {
  const percent = line.match(/^dlstatus:\d+:([\d.]+):/)?.[1];
  return percent === undefined ? undefined : Math.floor(Number(percent));
}

function isStatus(line: string): boolean {
  return /^(?:dl|pm)status:/.test(line);
}
