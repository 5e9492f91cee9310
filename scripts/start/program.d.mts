export function locate(program: string): string;
export function load(program: string): Promise<unknown>;

/** Why a file or folder may hold what another user put there, as the rest of a sentence; undefined where it may not. */
export function describeForeign(path: string): string | undefined;

/** Where the compiled form of a program lies, such as that of scripts/cli/main.ts. */
export function folderOf(program: string): string;
