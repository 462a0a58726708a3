/** A place in a tree of properties where two versions differ. */
export interface LeafChange {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** Where two values differ, as deep as both are objects or lists of one length. */
export function leafChanges(before: unknown, after: unknown, path: readonly string[] = []): LeafChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isTree(before) || !isTree(after) || !isComparable(before, after)) return [{ path, before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => leafChanges(before[key], after[key], [...path, key]));
}

type Tree = Readonly<Record<string, unknown>>;

function isTree(value: unknown): value is Tree {
  return value !== null && typeof value === 'object';
}

function isComparable(before: Tree, after: Tree): boolean {
  if (Array.isArray(before) !== Array.isArray(after)) return false;
  return !Array.isArray(before) || before.length === (after as unknown as readonly unknown[]).length;
}

/** `ProductionVariants[0].InstanceType` */
export function pathText(path: readonly string[]): string {
  return path.map((part, i) => (/^\d+$/.test(part) ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');
}
