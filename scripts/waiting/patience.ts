import { readPatience } from '../../api/patience.ts';

/** How many times as long an answer may take as on a computer of its own: emulated processors are slow (LAB_PATIENCE). */
export const patience = readPatience(process.env.LAB_PATIENCE);
