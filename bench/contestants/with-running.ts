import { type Contestant, type Running, start } from './contestant.ts';

/** Runs some servers beside each other for as long as the work takes. */
export async function withRunning<Result>(
  contestants: Contestant[],
  work: (running: Running[]) => Promise<Result>,
): Promise<Result> {
  const running: Running[] = [];
  try {
    for (const contestant of contestants) running.push(await start(contestant));
    return await work(running);
  } finally {
    await Promise.all(running.map((server) => server.stop()));
  }
}
