/** Requests under way at once. */
export const LANES = 32;

/** Runs jobs with at most so many under way. The first failure is thrown once all that had begun have ended. */
export const inLanes = async <T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> => {
  let next = 0;
  const failures: unknown[] = [];
  const lane = async () => {
    while (next < items.length && failures.length === 0) {
      const item = items[next] as T;
      next += 1;
      try {
        await run(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
};
