import type { Properties } from '../../plan/plan';
import type { Reading } from './reading';

type Tree = Readonly<Record<string, unknown>>;

/** Writes the arguments of a resource as CloudFormation's properties; references stay Terraform's. */
export function readArguments(given: Tree, reading: Reading): Properties {
  const { tags, tags_all: _, ...rest } = given;
  const properties = readBlock(rest, '', reading);
  const shaped = reading.reshape?.(properties) ?? properties;
  return isTree(tags) ? { ...shaped, Tags: tagList(tags) } : shaped;
}

function readBlock(block: Tree, path: string, reading: Reading): Properties {
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(block)) {
    if (value === null || value === undefined) continue;
    const here = path === '' ? key : `${path}.${key}`;
    read[reading.names?.[here] ?? pascalCase(key)] = readValue(value, here, reading);
  }
  return read;
}

function readValue(value: unknown, path: string, reading: Reading): unknown {
  if (reading.maps?.includes(path) === true) return value;
  if (reading.documents?.includes(path) === true) return document(value);
  const repeated = reading.repeated?.includes(path) === true;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => (isTree(item) ? readBlock(item, path, reading) : item));
    // HCL converted to JSON writes every block as a list.
    return !repeated && reading.type !== undefined && items.length === 1 && isTree(value[0]) ? items[0] : items;
  }
  if (!isTree(value)) return value;
  const block = readBlock(value, path, reading);
  return repeated ? [block] : block;
}

function document(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    // An expression: nothing can be said about it.
    return value;
  }
}

function tagList(tags: Tree): unknown {
  return Object.keys(tags)
    .sort()
    .map((Key) => ({ Key, Value: tags[Key] }));
}

/** A name with capitals is none of Terraform's, and stays what it is. */
function pascalCase(snake: string): string {
  if (/[A-Z]/.test(snake)) return snake;
  return snake.replace(/(?:^|_)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}

function isTree(value: unknown): value is Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
