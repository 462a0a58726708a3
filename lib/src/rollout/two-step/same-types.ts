/** Whether a variant stays on the same instance types, in whatever order: that of pools is said by their priority. */
export function sameTypes(from: readonly unknown[], to: readonly unknown[]): boolean {
  return JSON.stringify([...from].sort()) === JSON.stringify([...to].sort());
}
