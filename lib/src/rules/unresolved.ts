/** In a resolved template, what is not known is a reference, a pseudo parameter, an expression or a function. */
export function isUnresolvedValue(value: unknown): boolean {
  return typeof value === 'string' ? /@\{|\$\{/.test(value) : typeof value === 'object';
}
