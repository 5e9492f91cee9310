const most = 20;

/** A factor from 1 to 20; 1 where the text says none. */
export function readPatience(text = ''): number {
  const factor = Number(text);
  return factor >= 1 ? Math.min(factor, most) : 1;
}

/** How many times as long the database may take as on a computer of its own: emulated processors are slow (API_PATIENCE). */
export const patience = readPatience(process.env.API_PATIENCE);
