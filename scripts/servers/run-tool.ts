import { execa } from 'execa';

export interface ToolResult {
  succeeded: boolean;
  /** The command as one could type it. */
  command: string;
  output: string;
  timedOut: boolean;
}

export interface ToolOptions {
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
  onLine?: (line: string) => void;
}

/** Runs a command in the C locale until it ends or its time is up; a failure is a result, only an abort throws. */
export async function runTool([file, ...args]: [string, ...string[]], options: ToolOptions = {}): Promise<ToolResult> {
  const result = await execa(file, args, {
    reject: false,
    all: true,
    stdin: 'ignore',
    env: { LC_ALL: 'C' },
    timeout: options.timeoutMs ?? 30_000,
    forceKillAfterDelay: 2000,
    ...(options.signal && { cancelSignal: options.signal }),
    ...(options.onLine && { stdout: reportLines(options.onLine) }),
  });
  options.signal?.throwIfAborted();
  return {
    succeeded: !result.failed,
    command: result.escapedCommand,
    output: result.all || (result.failed ? (result.originalMessage ?? '') : ''),
    timedOut: result.timedOut,
  };
}

function reportLines(onLine: (line: string) => void) {
  return function* (line: unknown) {
    onLine(String(line));
    yield line;
  };
}
