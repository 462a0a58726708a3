/**
 * As many calls at once as is said, their results in the order of what is given. After a failure none begins any more, and those
 * that run come to their end before it is thrown.
 */
export async function inOrder<T, R>(given: readonly T[], atOnce: number, call: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < given.length && failures.length === 0) {
      const index = next++;
      try {
        results[index] = await call(given[index]);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, given.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
