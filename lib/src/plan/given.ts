/** Without what is undefined, which would replace a default where objects are merged. */
export function given<T extends object>(asked: T): T {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as T;
}
