import type { Silence } from '../record/lines.ts';

/** Why a host gave no answer. */
export function describeSilence(error: unknown): Silence {
  const problem = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  return { answers: false, problem };
}
