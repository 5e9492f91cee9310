/** Does the work for each, in order, a few at the same time. */
export async function eachAtOnce<T>(all: T[], atOnce: number, work: (each: T) => Promise<void>) {
  const left = [...all];
  const take = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: atOnce }, take));
}
