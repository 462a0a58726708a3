/** Whether a value still refers to something, so that nothing can be told of its content. */
export function isOpen(value: unknown): boolean {
  if (typeof value === 'string') return /(^|[^$])\$\{/.test(value);
  if (value === null || typeof value !== 'object') return typeof value === 'symbol';
  return Object.values(value).some(isOpen);
}

/** What Terraform puts into a text. */
export function isText(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
