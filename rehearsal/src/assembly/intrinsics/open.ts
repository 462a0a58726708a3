/** Whether a value still holds a reference or a function, so that nothing can be told of its content. */
export function isOpen(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('@{');
  if (Array.isArray(value)) return value.some(isOpen);
  if (value === null || typeof value !== 'object') return false;
  const entries = Object.entries(value);
  return (entries.length === 1 && isFunction(entries[0][0])) || entries.some(([, item]) => isOpen(item));
}

/** What CloudFormation takes for text. */
export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Names of the functions that a tree still holds. */
export function functionsIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  const entries = Object.entries(value);
  const own = entries.length === 1 && isFunction(entries[0][0]) ? [entries[0][0]] : [];
  return [...new Set([...own, ...entries.flatMap(([, item]) => functionsIn(item))])];
}

/** Whether an object with this one key is a call, of a function that is evaluated here or not. */
function isFunction(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::');
}
