import type { Host } from '../../settings/lab-file.ts';

// The program that called these tools from another machine reads their lines: one that begins so is for it, not for people.
const mark = '@caller: ';

/** Asks the caller, who alone can, to switch a machine on. */
export function requestSwitchOn({ name }: Host) {
  console.log(`${mark}switch on ${name}`);
}

/** Which machine a line of the tools asks to switch on; nothing for any other line. */
export function parseRequest(line: string): { switchOn: string } | undefined {
  const name = line.startsWith(mark) ? /^switch on ([a-z][a-z0-9-]*)$/.exec(line.slice(mark.length))?.[1] : undefined;
  return name === undefined ? undefined : { switchOn: name };
}

/** Tells when the caller is gone, or wants an end: it keeps our standard input open for as long as it listens. */
export function onCallerGone(act: () => void) {
  process.stdin.once('end', act).resume();
  // An input without a sender must not keep the program running.
  if ('unref' in process.stdin) process.stdin.unref();
}
