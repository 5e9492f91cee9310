export function load(program: string): Promise<unknown>;
