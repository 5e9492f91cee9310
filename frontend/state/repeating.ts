/** Does something now and again and again with a pause between, until it says that there is no more to do; gives what ends it. */
export function startRepeating(work: (signal: AbortSignal) => Promise<boolean>, pauseMs: number): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const turn = async () => {
    const goesOn = await work(signal).catch(() => true);
    if (goesOn && !signal.aborted) timer = setTimeout(turn, pauseMs);
  };
  void turn();
  return () => {
    ending.abort();
    clearTimeout(timer);
  };
}
